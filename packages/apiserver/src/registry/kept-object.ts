/**
 * Objects as a watch cache keeps them. Of some kinds a cluster has thousands, and what is kept of them is kept for long: as they are
 * on the wire, beside the little that selectors look at, and decoded when somebody asks for the object (20 µs for a pod of
 * 3 kB). Decoded, each would be some fifty objects in the heap: three times the memory, and all of it looked at by every
 * full collection, which is a pause for every call of the server. Lists, watches and reads do not decode: they pass the bytes on.
 * Other kinds are kept decoded: there are few of them, and some are looked at with every call (roles, namespaces).
 */
import { decodeProto, encodeProto, selectableOf, type KindName, type Selectable } from '@kuorum/api';
import { freezeShared } from './freeze.js';
import type { AnyObject, StoredObject } from './stored-object.js';

const numerous: ReadonlySet<KindName> = new Set([
  'Pod',
  'Event',
  'Endpoints',
  'ConfigMap',
  'Secret',
  'ReplicaSet',
  'Job',
] satisfies KindName[]);

export function keptObject(kind: KindName, stored: StoredObject): StoredObject {
  if (numerous.has(kind)) return new KeptObject(kind, stored);
  const object = freezeShared(stored.object);
  return { ...stored, object, selectable: object };
}

class KeptObject implements StoredObject {
  readonly key: string;
  readonly modRevision: number;
  readonly bytes: number;
  readonly lease: bigint;
  readonly encoded: Uint8Array;
  readonly selectable: Selectable;

  constructor(
    private readonly kind: KindName,
    { key, modRevision, bytes, lease, object }: StoredObject,
  ) {
    this.key = key;
    this.modRevision = modRevision;
    this.bytes = bytes;
    this.lease = lease;
    this.encoded = encodeProto(kind, object);
    this.selectable = freezeShared(selectableOf(kind, object));
  }

  get object(): AnyObject {
    return decodeProto(this.kind, this.encoded);
  }
}

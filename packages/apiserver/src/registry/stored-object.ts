/** Between objects and their stored JSON. resourceVersion is not stored: it is the key's mod revision. */
import { decodeJson, encodeJson, internal } from '@kuorum/api';
import type { ApiObject, KindName, Kinds, Selectable } from '@kuorum/api';
import type { EtcdKeyValue } from '@kuorum/client';
import { fromUtf8, utf8 } from '@kuorum/base';
import { encryptedWith } from './secret-cipher.js';

/** Any object of the API. */
export type AnyObject = Kinds[KindName];

/** An object as the store holds it. Shared between readers: never changed in place. */
export interface StoredObject {
  readonly key: string;
  /** May be decoded anew each time that it is asked for (kept-object.ts): ask once. */
  readonly object: AnyObject;
  /** As much of the object as selectors look at, for less than the object costs. */
  readonly selectable: Selectable;
  /** The object on the wire; undefined: it was not encoded yet. */
  readonly encoded?: Uint8Array | undefined;
  readonly modRevision: number;
  /** Size of its JSON. */
  readonly bytes: number;
  readonly lease: bigint;
}

export function encodeStored(kind: KindName, object: AnyObject): Uint8Array {
  const json = encodeJson(kind, object);
  const metadata = { ...(json['metadata'] as Record<string, unknown>) };
  delete metadata['resourceVersion'];
  return utf8(JSON.stringify({ ...json, metadata }));
}

/**
 * Throws InternalError when the value is not an object of this kind. Fields this version does not know are passed over:
 * a newer server may have written them.
 */
export function decodeStored(kind: KindName, kv: EtcdKeyValue): StoredObject {
  const key = fromUtf8(kv.key);
  const keyName = encryptedWith(kv.value);
  if (keyName !== undefined) {
    const what = `stored object ${key} cannot be decrypted`;
    throw internal(
      `${what}: its key ${JSON.stringify(keyName)} is not in --encryption-key-file, or is another one there`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(fromUtf8(kv.value));
  } catch (error) {
    // Its words quote what was read: not to be told of a Secret.
    throw internal(`stored object ${key} is not JSON`, kind === 'Secret' ? undefined : error);
  }
  const { object, errors } = decodeJson(kind, json);
  const error = errors.find(({ reason }) => reason !== 'FieldValueUnknown');
  if (error !== undefined) throw internal(`stored object ${key} is no ${kind}: ${error.path}: ${error.message}`);
  const versioned = withVersion(object, kv.modRevision);
  return {
    key,
    object: versioned,
    selectable: versioned,
    modRevision: kv.modRevision,
    bytes: kv.value.length,
    lease: kv.lease,
  };
}

/** The same object with another resourceVersion. */
export function withVersion<T extends ApiObject>(object: T, modRevision: number): T {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(modRevision) } };
}

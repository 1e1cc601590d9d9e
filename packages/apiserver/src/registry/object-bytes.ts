/**
 * Bytes of objects on the wire. What is kept encoded is passed on as it is; what is frozen never changes and is encoded once, for
 * every answer, list and watch event that it is in, and its bytes live as long as it does.
 */
import { encodeProto, kinds, make, type KindName, type MessageName, type MessageTypes } from '@kuorum/api';
import type { AnyObject, StoredObject } from './stored-object.js';

/** An object, or what it is on the wire beside it. */
export type EncodableObject = Pick<StoredObject, 'object' | 'encoded'>;

const encoded = new WeakMap<object, Uint8Array>();

/** Undefined for what is no whole object of ours, or may still be changed. */
function bytesOf(object: object): Uint8Array | undefined {
  if (object instanceof StandIn) return object.bytes;
  if (!Object.isFrozen(object) || !isObject(object)) return undefined;
  let bytes = encoded.get(object);
  if (bytes === undefined) {
    bytes = encodeProto(object.kind, object);
    encoded.set(object, bytes);
  }
  return bytes;
}

function isObject(value: object): value is AnyObject & { readonly kind: KindName } {
  return 'kind' in value && 'metadata' in value && typeof value.kind === 'string' && Object.hasOwn(kinds, value.kind);
}

/** A message, the objects in it from what they were encoded to before. */
export function encodeMessage<M extends MessageName>(message: M, object: MessageTypes[M]): Buffer {
  return bufferOf(bytesOf(object) ?? encodeProto(message, object, bytesOf));
}

/** The message that an object itself is. */
export function encodeObject(kind: KindName, { object, encoded: bytes }: EncodableObject): Buffer {
  return bytes === undefined ? encodeMessage(kind, object) : bufferOf(bytes);
}

export function encodeEvent(kind: KindName, type: string, item: EncodableObject): Buffer {
  return encodeParts(`${kind}WatchEvent`, { type, object: partOf(item) });
}

export interface ListFields {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export function encodeList(kind: KindName, items: readonly EncodableObject[], metadata: ListFields): Buffer {
  return encodeParts(`${kind}List`, { ...listHead(kind, metadata), items: items.map(partOf) });
}

export function listHead(kind: KindName, metadata: ListFields): { apiVersion: string; kind: string; metadata: object } {
  return { apiVersion: kinds[kind].apiVersion, kind: `${kind}List`, metadata: make('ListMeta', metadata) };
}

/** In place of an object in a message that is made to be encoded only. */
class StandIn {
  constructor(readonly bytes: Uint8Array) {}
}

function partOf(item: EncodableObject): AnyObject | StandIn {
  return item.encoded === undefined ? item.object : new StandIn(item.encoded);
}

/** The codec asks for the bytes of the parts before it looks at them, so that none needs to be there. */
function encodeParts<M extends MessageName>(message: M, parts: object): Buffer {
  return bufferOf(encodeProto(message, parts as MessageTypes[M], bytesOf));
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Bytes of objects on the wire. What is frozen never changes: it is encoded once, for every answer, list and watch event that it
 * is in, and its bytes live as long as it does.
 */
import { encodeProto, kinds, type KindName, type MessageName, type MessageTypes } from '@kuorum/api';
import type { AnyObject } from './stored-object.js';

const encoded = new WeakMap<object, Uint8Array>();

/** Undefined for what is no whole object of ours, or may still be changed. */
function bytesOf(object: object): Uint8Array | undefined {
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
  const bytes = bytesOf(object) ?? encodeProto(message, object, bytesOf);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

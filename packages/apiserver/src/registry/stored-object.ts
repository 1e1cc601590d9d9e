/** Between objects and their stored JSON. resourceVersion is not stored: it is the key's mod revision. */
import { decodeJson, encodeJson, internal, type ApiObject, type KindName, type Kinds } from '@kuorum/api';
import type { EtcdKeyValue } from '@kuorum/client';
import { fromUtf8, utf8 } from '@kuorum/base';
import { freezeShared } from './freeze.js';
import { encryptedWith } from './secret-cipher.js';

/** Any object of the API. */
export type AnyObject = Kinds[KindName];

/** An object as the store holds it. Shared between readers: never changed in place. */
export interface StoredObject {
  readonly key: string;
  readonly object: AnyObject;
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
  return {
    key,
    object: freezeShared(withVersion(object, kv.modRevision)),
    modRevision: kv.modRevision,
    bytes: kv.value.length,
    lease: kv.lease,
  };
}

/** The same object with another resourceVersion. */
export function withVersion<T extends ApiObject>(object: T, modRevision: number): T {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(modRevision) } };
}

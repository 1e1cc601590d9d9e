/**
 * A lease as the backend holds it. Key: 'l' and the id (8 bytes, big-endian). Value: TTL in seconds (8 bytes), then
 * the checkpointed remaining TTL (8 bytes, 0 = none).
 */
import { MAX_LEASE_TTL_SECONDS } from './limits.js';
import { LeaseRecordError, type LeaseId, type LeaseRecord } from './types.js';

export const LEASE_PREFIX: Uint8Array = new Uint8Array([0x6c]);

const KEY_BYTES = 9;
const VALUE_BYTES = 16;

export function leaseKey(id: LeaseId): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  key[0] = 0x6c;
  new DataView(key.buffer).setBigInt64(1, id);
  return key;
}

export function encodeLease(lease: LeaseRecord): Uint8Array {
  const value = new Uint8Array(VALUE_BYTES);
  const view = new DataView(value.buffer);
  view.setBigUint64(0, BigInt(lease.ttlSeconds));
  view.setBigUint64(8, BigInt(lease.remainingTtlSeconds ?? 0));
  return value;
}

/** Throws {@link LeaseRecordError}. */
export function decodeLease(key: Uint8Array, value: Uint8Array): LeaseRecord {
  if (key.length !== KEY_BYTES) throw new LeaseRecordError(`the key of a lease has ${key.length} bytes`);
  if (value.length !== VALUE_BYTES) throw new LeaseRecordError(`the record of a lease has ${value.length} bytes`);
  const id = new DataView(key.buffer, key.byteOffset).getBigInt64(1);
  const view = new DataView(value.buffer, value.byteOffset);
  const ttlSeconds = Number(view.getBigUint64(0));
  const remaining = Number(view.getBigUint64(8));
  if (ttlSeconds > MAX_LEASE_TTL_SECONDS || remaining > MAX_LEASE_TTL_SECONDS) {
    throw new LeaseRecordError(`the TTL of lease ${id} is ${remaining} of ${ttlSeconds} s`);
  }
  return remaining === 0 ? { id, ttlSeconds } : { id, ttlSeconds, remainingTtlSeconds: remaining };
}

/**
 * A lease as the backend holds it. Key: 'l' and the id (8 bytes, big-endian). Value: TTL in seconds (8 bytes), then
 * the checkpointed remaining TTL (8 bytes, 0 = none).
 */
import { assert } from '@kuorum/base';
import type { LeaseId, LeaseRecord } from './types.js';

export const LEASE_PREFIX: Uint8Array = new Uint8Array([0x6c]);

export function leaseKey(id: LeaseId): Uint8Array {
  const key = new Uint8Array(9);
  key[0] = 0x6c;
  new DataView(key.buffer).setBigInt64(1, id);
  return key;
}

export function encodeLease(lease: LeaseRecord): Uint8Array {
  const value = new Uint8Array(16);
  const view = new DataView(value.buffer);
  view.setBigUint64(0, BigInt(lease.ttlSeconds));
  view.setBigUint64(8, BigInt(lease.remainingTtlSeconds ?? 0));
  return value;
}

export function decodeLease(key: Uint8Array, value: Uint8Array): LeaseRecord {
  assert(key.length === 9, `a lease key has 9 bytes, not ${key.length}`);
  assert(value.length === 16, `a lease record has 16 bytes, not ${value.length}`);
  const id = new DataView(key.buffer, key.byteOffset).getBigInt64(1);
  const view = new DataView(value.buffer, value.byteOffset);
  const ttlSeconds = Number(view.getBigUint64(0));
  const remaining = Number(view.getBigUint64(8));
  return remaining === 0 ? { id, ttlSeconds } : { id, ttlSeconds, remainingTtlSeconds: remaining };
}

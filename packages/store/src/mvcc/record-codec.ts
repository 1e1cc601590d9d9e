/**
 * Records as the backend holds them. Key: 'k', main revision (8 bytes), sub revision (4 bytes), big-endian, so that
 * byte order is revision order. Value of a put: flag 1, create revision (8), version (8), lease (8), key length (4),
 * key, value. Value of a tombstone: flag 0, key. The compacted revision stands under one key of its own, 'm'.
 */
import { NO_LEASE, RestoreError, REVISION_NONE, type KeyValue, type Revision } from './types.js';

/** All that the store keeps starts with one of these bytes; the shell may use any other. */
export const MVCC_PREFIX: Uint8Array = new Uint8Array([0x6b]);
export const COMPACTED_KEY: Uint8Array = new Uint8Array([0x6d]);

const RECORD_KEY_BYTES = 13;
const PUT_HEADER_BYTES = 29;
const FLAG_TOMBSTONE = 0;
const FLAG_PUT = 1;
const TWO_32 = 0x1_0000_0000;

export function encodeRecordKey(main: number, sub: number): Uint8Array {
  const key = new Uint8Array(RECORD_KEY_BYTES);
  key[0] = 0x6b;
  writeUint64(key, 1, main);
  writeUint32(key, 9, sub);
  return key;
}

export function decodeRecordKey(key: Uint8Array): { main: Revision; sub: number } {
  if (key.length !== RECORD_KEY_BYTES) throw new RestoreError(`the key of a record has ${key.length} bytes`);
  if (key[0] !== 0x6b) throw new RestoreError(`the key of a record starts with byte ${key[0]}`);
  return { main: readRevision(key, 1), sub: readUint32(key, 9) };
}

export function encodePut(kv: Omit<KeyValue, 'modRevision'>): Uint8Array {
  const record = new Uint8Array(PUT_HEADER_BYTES + kv.key.length + kv.value.length);
  record[0] = FLAG_PUT;
  writeUint64(record, 1, kv.createRevision);
  writeUint64(record, 9, kv.version);
  if (kv.lease !== NO_LEASE) {
    const lease = BigInt.asUintN(64, kv.lease);
    writeUint32(record, 17, Number(lease >> 32n));
    writeUint32(record, 21, Number(lease & 0xffff_ffffn));
  }
  writeUint32(record, 25, kv.key.length);
  record.set(kv.key, PUT_HEADER_BYTES);
  record.set(kv.value, PUT_HEADER_BYTES + kv.key.length);
  return record;
}

export function encodeTombstone(key: Uint8Array): Uint8Array {
  const record = new Uint8Array(1 + key.length);
  record[0] = FLAG_TOMBSTONE;
  record.set(key, 1);
  return record;
}

export interface DecodedRecord {
  readonly tombstone: boolean;
  readonly kv: KeyValue;
}

/** The kv shares the record's memory. Throws {@link RestoreError} when the record is not as it was written. */
export function decodeRecord(main: Revision, record: Uint8Array): DecodedRecord {
  if (record[0] === FLAG_TOMBSTONE) {
    const key = record.subarray(1);
    const value = record.subarray(0, 0);
    const kv = { key, createRevision: REVISION_NONE, modRevision: main, version: 0, value, lease: NO_LEASE };
    return { tombstone: true, kv };
  }
  const keyEnd = endOfKey(main, record);
  const kv: KeyValue = {
    key: record.subarray(PUT_HEADER_BYTES, keyEnd),
    createRevision: readRevision(record, 1),
    modRevision: main,
    version: readRevision(record, 9),
    value: record.subarray(keyEnd),
    lease: readLease(record),
  };
  return { tombstone: false, kv };
}

/** What the index knows of a record; of a tombstone the numbers are 0. */
export interface IndexedRecord {
  readonly tombstone: boolean;
  readonly key: Uint8Array;
  readonly createRevision: Revision;
  readonly version: number;
  readonly lease: bigint;
}

/** As {@link decodeRecord}, without the value. */
export function decodeIndexed(main: Revision, record: Uint8Array): IndexedRecord {
  if (record[0] === FLAG_TOMBSTONE)
    return { tombstone: true, key: record.subarray(1), createRevision: REVISION_NONE, version: 0, lease: NO_LEASE };
  return {
    tombstone: false,
    key: record.subarray(PUT_HEADER_BYTES, endOfKey(main, record)),
    createRevision: readRevision(record, 1),
    version: readRevision(record, 9),
    lease: readLease(record),
  };
}

/** Of a put. */
function endOfKey(main: Revision, record: Uint8Array): number {
  if (record[0] !== FLAG_PUT) throw new RestoreError(`the record of revision ${main} has flag ${record[0]}`);
  const keyEnd = record.length < PUT_HEADER_BYTES ? Infinity : PUT_HEADER_BYTES + readUint32(record, 25);
  if (keyEnd > record.length) throw new RestoreError(`the record of revision ${main} is cut short`);
  return keyEnd;
}

export function encodeRevision(revision: Revision): Uint8Array {
  const bytes = new Uint8Array(8);
  writeUint64(bytes, 0, revision);
  return bytes;
}

export function decodeRevision(bytes: Uint8Array): Revision {
  if (bytes.length !== 8) throw new RestoreError(`the compacted revision has ${bytes.length} bytes`);
  return readRevision(bytes, 0);
}

function readLease(record: Uint8Array): bigint {
  const high = readUint32(record, 17);
  const low = readUint32(record, 21);
  if (high === 0 && low === 0) return NO_LEASE;
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
}

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

function readUint32(bytes: Uint8Array, at: number): number {
  const b0 = bytes[at] as number;
  const b1 = bytes[at + 1] as number;
  const b2 = bytes[at + 2] as number;
  const b3 = bytes[at + 3] as number;
  return b0 * 0x1_00_00_00 + ((b1 << 16) | (b2 << 8) | b3);
}

function writeUint64(bytes: Uint8Array, at: number, value: number): void {
  writeUint32(bytes, at, Math.floor(value / TWO_32));
  writeUint32(bytes, at + 4, value % TWO_32);
}

function readRevision(bytes: Uint8Array, at: number): Revision {
  const revision = readUint64(bytes, at);
  if (!Number.isSafeInteger(revision)) throw new RestoreError(`a record has a number beyond 2^53, ${revision}`);
  return revision as Revision;
}

function readUint64(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at) * TWO_32 + readUint32(bytes, at + 4);
}

/** One stored record as a whole. Throws {@link RestoreError}. */
export function decodeStoredRecord(
  key: Uint8Array,
  value: Uint8Array,
): DecodedRecord & { main: Revision; sub: number } {
  const { main, sub } = decodeRecordKey(key);
  return { main, sub, ...decodeRecord(main, value) };
}

/** The compacted revision among the stored records; 0 = there was no compaction. */
export function decodeCompacted(get: (key: Uint8Array) => Uint8Array | undefined): number {
  const stored = get(COMPACTED_KEY);
  return stored === undefined ? 0 : decodeRevision(stored);
}

/** The main revision of a stored record, from its key alone. Throws {@link RestoreError}. */
export function decodeStoredRevision(key: Uint8Array): Revision {
  return decodeRecordKey(key).main;
}

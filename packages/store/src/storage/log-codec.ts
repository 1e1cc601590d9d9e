/**
 * Records of the raft log. Keys: 'i' identity, 'h' HardState, 't' truncation point, 'e' and the index (8 bytes,
 * big-endian) an entry. Every value but the identity starts with a CRC-32 of the rest: LevelDB checks its own blocks
 * only when asked to, and a wrong entry would be replicated as truth.
 */
import { crc32 } from 'node:zlib';
import { asLogIndex, asTerm, type Entry, type HardState, type LogIndex, type LogStart } from '../raft/index.js';

export const IDENTITY_KEY = Buffer.from('i');
export const HARD_STATE_KEY = Buffer.from('h');
export const TRUNCATED_KEY = Buffer.from('t');
export const ENTRIES_FROM = Buffer.from('e');
export const ENTRIES_TO = Buffer.from('f');

const ENTRY_KEY_BYTES = 9;
const CHECKSUM_BYTES = 4;
const ENTRY_HEADER_BYTES = CHECKSUM_BYTES + 9;
const ENTRY_NORMAL = 0;
const ENTRY_CONF_CHANGE = 1;

export function entryKey(index: number): Uint8Array {
  const key = Buffer.allocUnsafe(ENTRY_KEY_BYTES);
  key[0] = 0x65;
  key.writeBigUInt64BE(BigInt(index), 1);
  return key;
}

/** Undefined = not a key of an entry. */
export function decodeEntryKey(key: Uint8Array): LogIndex | undefined {
  if (key.length !== ENTRY_KEY_BYTES) return undefined;
  const index = readNumber(view(key), 1);
  return index === undefined ? undefined : asLogIndex(index);
}

export function encodeEntry(entry: Entry): Uint8Array {
  const record = Buffer.allocUnsafe(ENTRY_HEADER_BYTES + entry.data.length);
  record.writeBigUInt64BE(BigInt(entry.term), CHECKSUM_BYTES);
  record[12] = entry.type === 'confChange' ? ENTRY_CONF_CHANGE : ENTRY_NORMAL;
  record.set(entry.data, ENTRY_HEADER_BYTES);
  return seal(record);
}

/** Undefined = the record is not what was written. */
export function decodeEntry(index: LogIndex, record: Uint8Array): Entry | undefined {
  const bytes = unseal(record);
  if (bytes === undefined || bytes.length < ENTRY_HEADER_BYTES) return undefined;
  const type = entryTypeOf(bytes[12]);
  const term = readNumber(bytes, CHECKSUM_BYTES);
  if (type === undefined || term === undefined) return undefined;
  return { index, term: asTerm(term), type, data: record.subarray(ENTRY_HEADER_BYTES) };
}

export function encodeHardState(hardState: HardState): Uint8Array {
  const record = Buffer.allocUnsafe(CHECKSUM_BYTES + 24);
  record.writeBigUInt64BE(BigInt(hardState.term), 4);
  record.writeBigUInt64BE(hardState.vote, 12);
  record.writeBigUInt64BE(BigInt(hardState.commit), 20);
  return seal(record);
}

export function decodeHardState(record: Uint8Array): HardState | undefined {
  const bytes = unseal(record);
  if (bytes?.length !== CHECKSUM_BYTES + 24) return undefined;
  const term = readNumber(bytes, 4);
  const commit = readNumber(bytes, 20);
  if (term === undefined || commit === undefined) return undefined;
  return { term: asTerm(term), vote: bytes.readBigUInt64BE(12), commit: asLogIndex(commit) };
}

export function encodePosition(position: LogStart): Uint8Array {
  const record = Buffer.allocUnsafe(CHECKSUM_BYTES + 16);
  record.writeBigUInt64BE(BigInt(position.index), 4);
  record.writeBigUInt64BE(BigInt(position.term), 12);
  return seal(record);
}

export function decodePosition(record: Uint8Array): LogStart | undefined {
  const bytes = unseal(record);
  if (bytes?.length !== CHECKSUM_BYTES + 16) return undefined;
  const index = readNumber(bytes, 4);
  const term = readNumber(bytes, 12);
  return index === undefined || term === undefined ? undefined : { index: asLogIndex(index), term: asTerm(term) };
}

/** Undefined = more than a term or an index can be: a right checksum over what we never write. */
function readNumber(bytes: Buffer, at: number): number | undefined {
  // Not as a BigInt: a start reads many.
  const value = bytes.readUInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
  return Number.isSafeInteger(value) ? value : undefined;
}

function entryTypeOf(byte: number | undefined): Entry['type'] | undefined {
  switch (byte) {
    case ENTRY_NORMAL:
      return 'normal';
    case ENTRY_CONF_CHANGE:
      return 'confChange';
    default:
      return undefined;
  }
}

function seal(record: Buffer): Uint8Array {
  record.writeUInt32BE(crc32(record.subarray(CHECKSUM_BYTES)), 0);
  return record;
}

function unseal(record: Uint8Array): Buffer | undefined {
  if (record.length < CHECKSUM_BYTES) return undefined;
  const bytes = view(record);
  return bytes.readUInt32BE(0) === crc32(bytes.subarray(CHECKSUM_BYTES)) ? bytes : undefined;
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

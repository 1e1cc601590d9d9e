/**
 * The few protobuf messages that stand in an etcd database: mvccpb.KeyValue, leasepb.Lease, etcdserverpb.AlarmMember.
 * Fields that are zero are left out; fields that we do not know are skipped. The reader does not believe a length.
 */

/** The bytes are not the message that they should be. */
export class ProtoError extends Error {
  override readonly name = 'ProtoError';
}

export interface EtcdKeyValue {
  readonly key: Uint8Array;
  readonly createRevision: number;
  readonly modRevision: number;
  readonly version: number;
  readonly value: Uint8Array;
  readonly lease: bigint;
}

export interface EtcdLease {
  readonly id: bigint;
  readonly ttlSeconds: number;
  readonly remainingTtlSeconds: number;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const VARINT_BYTES_MAX = 10;
const none = new Uint8Array(0);

export function encodeKeyValue(kv: EtcdKeyValue): Uint8Array {
  const out = Buffer.allocUnsafe(kv.key.length + kv.value.length + 7 * (1 + VARINT_BYTES_MAX));
  let at = writeBytes(out, 0, 1, kv.key);
  at = writeNumber(out, at, 2, kv.createRevision);
  at = writeNumber(out, at, 3, kv.modRevision);
  at = writeNumber(out, at, 4, kv.version);
  at = writeBytes(out, at, 5, kv.value);
  at = writeInt64(out, at, 6, kv.lease);
  return out.subarray(0, at);
}

/** The byte strings share the record's memory. */
export function decodeKeyValue(record: Uint8Array): EtcdKeyValue {
  const fields = readFields(record);
  return {
    key: fields.bytes(1),
    createRevision: fields.number(2),
    modRevision: fields.number(3),
    version: fields.number(4),
    value: fields.bytes(5),
    lease: fields.int64(6),
  };
}

export function encodeLeaseRecord(lease: EtcdLease): Uint8Array {
  const out = Buffer.allocUnsafe(3 * (1 + VARINT_BYTES_MAX));
  let at = writeInt64(out, 0, 1, lease.id);
  at = writeNumber(out, at, 2, lease.ttlSeconds);
  at = writeNumber(out, at, 3, lease.remainingTtlSeconds);
  return out.subarray(0, at);
}

export function decodeLeaseRecord(record: Uint8Array): EtcdLease {
  const fields = readFields(record);
  return { id: fields.int64(1), ttlSeconds: fields.number(2), remainingTtlSeconds: fields.number(3) };
}

/** `type`: etcdserverpb.AlarmType as a number. */
export function encodeAlarmMember(memberId: bigint, type: number): Uint8Array {
  const out = Buffer.allocUnsafe(2 * (1 + VARINT_BYTES_MAX));
  return out.subarray(0, writeNumber(out, writeInt64(out, 0, 1, memberId), 2, type));
}

export function writeBytes(out: Buffer, at: number, field: number, bytes: Uint8Array): number {
  if (bytes.length === 0) return at;
  out[at] = (field << 3) | BYTES;
  const start = writeVarint(out, at + 1, bytes.length);
  out.set(bytes, start);
  return start + bytes.length;
}

export function writeNumber(out: Buffer, at: number, field: number, value: number): number {
  if (value === 0) return at;
  out[at] = (field << 3) | VARINT;
  return writeVarint(out, at + 1, value);
}

function writeInt64(out: Buffer, at: number, field: number, value: bigint): number {
  if (value === 0n) return at;
  out[at++] = (field << 3) | VARINT;
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 0x80n; rest >>= 7n) out[at++] = Number(rest & 0x7fn) | 0x80;
  out[at++] = Number(rest);
  return at;
}

function writeVarint(out: Buffer, at: number, value: number): number {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) out[at++] = (rest % 0x80) | 0x80;
  out[at++] = rest;
  return at;
}

export interface Fields {
  bytes(field: number): Uint8Array;
  /** Of a field that may come several times. */
  list(field: number): readonly Uint8Array[];
  int64(field: number): bigint;
  /** A number that is not negative and not beyond 2^53. */
  number(field: number): number;
}

/** Of a field that should come once the last one counts, as protobuf has it. */
export function readFields(record: Uint8Array): Fields {
  const varints = new Map<number, bigint>();
  const strings = new Map<number, Uint8Array[]>();
  for (let at = 0; at < record.length;) {
    const tag = readVarint(record, at);
    const field = Number(tag.value >> 3n);
    at = tag.end;
    switch (Number(tag.value & 7n)) {
      case VARINT: {
        const { value, end } = readVarint(record, at);
        varints.set(field, value);
        at = end;
        break;
      }
      case BYTES: {
        const length = readVarint(record, at);
        const end = length.end + Number(length.value);
        if (end > record.length) throw new ProtoError('a byte string reaches beyond its record');
        const found = strings.get(field);
        if (found === undefined) strings.set(field, [record.subarray(length.end, end)]);
        else found.push(record.subarray(length.end, end));
        at = end;
        break;
      }
      case FIXED64:
        at += 8;
        break;
      case FIXED32:
        at += 4;
        break;
      default:
        throw new ProtoError('a field has a type that protobuf does not know');
    }
  }
  const int64 = (field: number): bigint => BigInt.asIntN(64, varints.get(field) ?? 0n);
  return {
    bytes: (field) => strings.get(field)?.at(-1) ?? none,
    list: (field) => strings.get(field) ?? [],
    int64,
    number: (field) => {
      const value = Number(int64(field));
      if (!Number.isSafeInteger(value) || value < 0) throw new ProtoError(`field ${field} is ${value}`);
      return value;
    },
  };
}

function readVarint(bytes: Uint8Array, from: number): { readonly value: bigint; readonly end: number } {
  let low = 0;
  // Up to 49 bits as a number: bigints cost ten times as much, and few values need them.
  for (let i = 0; i < 7; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) throw new ProtoError('a number is cut short');
    low += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value: BigInt(low), end: from + i + 1 };
  }
  let value = BigInt(low);
  for (let i = 7; i < VARINT_BYTES_MAX; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) throw new ProtoError('a number is cut short');
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value, end: from + i + 1 };
  }
  throw new ProtoError('a number does not end');
}

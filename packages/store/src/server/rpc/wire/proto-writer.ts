/** Protocol Buffers' wire format, written. Values that are zero or empty are left out, as proto3 has it. */
import { assert } from '@kuorum/base';

/** What a 64-bit field may be given as. */
export type Int64 = number | string | bigint | { toString(): string };

const INITIAL_BYTES = 16 * 1024;
/** A larger one is given back after use. */
const KEPT_BYTES = 1024 * 1024;
const VARINT_BYTES_MAX = 10;
/** Ids of members, clusters and leases come again and again. */
const KNOWN_IDS_MAX = 256;

const knownIds = new Map<string, Buffer>();

/** One at a time may be open: all share one buffer. */
class ProtoWriter {
  private buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  private at = 0;

  int64(field: number, value: Int64 | null | undefined): void {
    if (value === undefined || value === null || value === 0 || value === '0' || value === 0n) return;
    this.reserve(2 * VARINT_BYTES_MAX);
    const number = typeof value === 'number' ? value : smallNumber(value);
    if (number === 0) return;
    this.tag(field, 0);
    if (number !== undefined && number >= 0) this.varint(number);
    else this.raw(bigVarint(String(value)));
  }

  bool(field: number, value: boolean | undefined): void {
    if (value !== true) return;
    this.reserve(2 * VARINT_BYTES_MAX);
    this.tag(field, 0);
    this.varint(1);
  }

  bytes(field: number, value: Uint8Array | string | undefined): void {
    if (value === undefined || value.length === 0) return;
    assert(typeof value !== 'string', 'bytes are never given as text');
    this.reserve(2 * VARINT_BYTES_MAX + value.length);
    this.tag(field, 2);
    this.varint(value.length);
    this.raw(value);
  }

  text(field: number, value: string | undefined): void {
    if (value !== undefined && value !== '') this.bytes(field, Buffer.from(value, 'utf8'));
  }

  /** A message inside; it is written even when it is empty. */
  message(field: number, write: () => void): void {
    this.reserve(2 * VARINT_BYTES_MAX);
    this.tag(field, 2);
    const lengthAt = this.at;
    this.at++;
    write();
    const length = this.at - lengthAt - 1;
    const more = varintBytes(length) - 1;
    if (more > 0) {
      // One byte was left for the length; the message moves to make room for more.
      this.reserve(more);
      this.buffer.copyWithin(lengthAt + 1 + more, lengthAt + 1, this.at);
    }
    this.at = lengthAt;
    this.varint(length);
    this.at += length;
  }

  /** One that is encoded already. */
  encoded(field: number, message: Uint8Array): void {
    this.reserve(2 * VARINT_BYTES_MAX + message.length);
    this.tag(field, 2);
    this.varint(message.length);
    this.raw(message);
  }

  /** What `write` writes, as bytes of its own. */
  take(write: () => void): Buffer {
    assert(this.at === 0, 'one message is written at a time');
    try {
      write();
      return Buffer.from(this.buffer.subarray(0, this.at));
    } finally {
      this.at = 0;
      if (this.buffer.length > KEPT_BYTES) this.buffer = Buffer.allocUnsafe(INITIAL_BYTES);
    }
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.buffer[this.at++] = (rest % 0x80) | 0x80;
    this.buffer[this.at++] = rest;
  }

  private raw(value: Uint8Array): void {
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  private reserve(size: number): void {
    if (this.at + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.at + size));
    larger.set(this.buffer.subarray(0, this.at));
    this.buffer = larger;
  }
}

export const proto = new ProtoWriter();

function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) count++;
  return count;
}

function smallNumber(value: Exclude<Int64, number>): number | undefined {
  const text = typeof value === 'string' ? value : value.toString();
  if (text.length > 15) return undefined;
  const number = Number(text);
  assert(Number.isSafeInteger(number), `cannot encode ${text} as a 64-bit integer`);
  return number;
}

/** In two's complement of 64 bits. */
function bigVarint(text: string): Buffer {
  let bytes = knownIds.get(text);
  if (bytes !== undefined) return bytes;
  const digits: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(text));
  for (; rest >= 0x80n; rest >>= 7n) digits.push(Number(rest & 0x7fn) | 0x80);
  digits.push(Number(rest));
  bytes = Buffer.from(digits);
  if (knownIds.size >= KNOWN_IDS_MAX) knownIds.clear();
  knownIds.set(text, bytes);
  return bytes;
}

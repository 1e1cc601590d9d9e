/**
 * Compact binary records, written and read front to back: what the raft log and the peers' messages are made of.
 * Numbers are varints (seven bits a byte, low first), ids are eight bytes, byte strings carry their length.
 */
import { assert } from '@kuorum/base';

const CAPACITY_BYTES = 256;
/** Of a number up to 2^53. */
const UINT_BYTES_MAX = 8;

export class ByteWriter {
  private buffer: Buffer;
  private at = 0;

  constructor(capacityBytes: number = CAPACITY_BYTES) {
    this.buffer = Buffer.allocUnsafe(capacityBytes);
  }

  u8(value: number): this {
    this.reserve(1);
    this.buffer[this.at++] = value;
    return this;
  }

  flag(value: boolean): this {
    return this.u8(value ? 1 : 0);
  }

  /** A safe integer ≥ 0. */
  uint(value: number): this {
    assert(Number.isSafeInteger(value), `cannot write ${value}: not a safe integer`);
    assert(value >= 0, `cannot write ${value}: negative`);
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.at++] = rest;
    return this;
  }

  /** 64 bits; whether they carry a sign is the reader's business. */
  id(value: bigint): this {
    this.reserve(8);
    this.buffer.writeBigUInt64BE(BigInt.asUintN(64, value), this.at);
    this.at += 8;
    return this;
  }

  bytes(value: Uint8Array): this {
    this.uint(value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
    return this;
  }

  string(value: string): this {
    return this.bytes(Buffer.from(value, 'utf8'));
  }

  list<T>(items: readonly T[], write: (item: T) => void): this {
    this.uint(items.length);
    for (const item of items) write(item);
    return this;
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  private reserve(size: number): void {
    if (this.at + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + size));
    larger.set(this.buffer.subarray(0, this.at));
    this.buffer = larger;
  }
}

/**
 * The bytes are not a record of ours: another program, another version, or damage. What it means is the caller's
 * business: a peer is refused, a log entry ends the process.
 */
export class MalformedRecordError extends RangeError {
  override readonly name: string = 'MalformedRecordError';
}

/**
 * Throws {@link MalformedRecordError} when the record is not what it says, before anything is allocated for it: no length
 * is believed that what is left of the record cannot hold. Byte strings are views of the record.
 */
export class ByteReader {
  private at = 0;
  private readonly buffer: Buffer;

  constructor(record: Uint8Array) {
    this.buffer = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  }

  u8(): number {
    return this.buffer.readUInt8(this.skip(1));
  }

  flag(): boolean {
    return this.u8() !== 0;
  }

  uint(): number {
    let value = 0;
    let scale = 1;
    for (let byteCount = 1; ; byteCount++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      if (byteCount === UINT_BYTES_MAX) throw new MalformedRecordError('Cannot read a number: it does not end');
      scale *= 0x80;
    }
    if (!Number.isSafeInteger(value)) throw new MalformedRecordError('Cannot read a number: it is beyond 2^53');
    return value;
  }

  unsignedId(): bigint {
    return this.buffer.readBigUInt64BE(this.skip(8));
  }

  signedId(): bigint {
    return this.buffer.readBigInt64BE(this.skip(8));
  }

  bytes(): Buffer {
    const length = this.uint();
    const start = this.skip(length);
    return this.buffer.subarray(start, start + length);
  }

  string(): string {
    return this.bytes().toString('utf8');
  }

  /** Every item takes at least one byte. */
  list<T>(read: () => T): T[] {
    const length = this.uint();
    const left = this.buffer.length - this.at;
    if (length > left) throw new MalformedRecordError(`Cannot read ${length} items from ${left} bytes`);
    const items: T[] = [];
    for (let i = 0; i < length; i++) items.push(read());
    return items;
  }

  end(): void {
    const left = this.buffer.length - this.at;
    if (left > 0) throw new MalformedRecordError(`Cannot read the record: it has ${left} bytes too many`);
  }

  private skip(size: number): number {
    const start = this.at;
    if (size > this.buffer.length - start) {
      throw new MalformedRecordError('Cannot read the record: it ends too early');
    }
    this.at = start + size;
    return start;
  }
}

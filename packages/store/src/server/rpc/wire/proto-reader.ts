/**
 * Protocol Buffers' wire format, read front to back (protobuf.dev "Encoding"). Fields that are not known are skipped.
 * Byte strings are views of the message. What is no message throws: nothing is believed that the bytes cannot hold.
 */

export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const START_GROUP = 3;
const END_GROUP = 4;
const FIXED32 = 5;
const VARINT_BYTES_MAX = 10;
const TAG_BYTES_MAX = 5;
/** Of what may be inside of one another: transactions, and groups that are skipped. */
export const NESTING_MAX = 100;

export class ProtoReader {
  private at = 0;
  private wireType = 0;

  constructor(private readonly bytes: Buffer) {}

  /** The number of the next field; 0 = the message ends. */
  field(): number {
    if (this.at === this.bytes.length) return 0;
    const tag = this.uint32();
    this.wireType = tag & 7;
    const number = tag >>> 3;
    if (number === 0) throw new MalformedMessageError('a field has no number');
    return number;
  }

  /** Whatever the field is. */
  skip(depth = 0): void {
    switch (this.wireType) {
      case VARINT:
        this.uint32(VARINT_BYTES_MAX);
        return;
      case FIXED64:
        this.advance(8);
        return;
      case BYTES:
        this.advance(this.uint32());
        return;
      case FIXED32:
        this.advance(4);
        return;
      case START_GROUP:
        this.skipGroup(depth);
        return;
      default:
        throw new MalformedMessageError(`wire type ${this.wireType} is none`);
    }
  }

  bool(): boolean {
    return this.int64() !== '0';
  }

  /** An enum's number: 32 bits with sign, as every int32. */
  enum(): number {
    this.mustBe(VARINT);
    return this.uint32(VARINT_BYTES_MAX) | 0;
  }

  /** In decimal, as the loader gives 64-bit numbers. */
  int64(): string {
    this.mustBe(VARINT);
    const first = this.bytes[this.at];
    if (first !== undefined && first < 0x80) {
      this.at++;
      return SMALL[first] ?? String(first);
    }
    return this.longInt64();
  }

  view(): Buffer {
    this.mustBe(BYTES);
    const start = this.advance(this.uint32());
    return this.bytes.subarray(start, this.at);
  }

  message(): ProtoReader {
    return new ProtoReader(this.view());
  }

  private skipGroup(depth: number): void {
    if (depth >= NESTING_MAX) throw new MalformedMessageError('groups nest too deep');
    for (;;) {
      if (this.field() === 0) throw new MalformedMessageError('a group does not end');
      if (this.wireType === END_GROUP) return;
      this.skip(depth + 1);
    }
  }

  private longInt64(): string {
    let [low, scale] = [0, 1];
    const start = this.at;
    for (let i = 0; i < VARINT_BYTES_MAX; i++) {
      const byte = this.next();
      if (i < 7) low += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (byte >= 0x80) continue;
      // Seven bytes hold 49 bits: exact in a number.
      return i < 7 ? String(low) : bigVarint(this.bytes, start, this.at);
    }
    throw new MalformedMessageError('a number does not end');
  }

  /** The low 32 bits of a varint; of a tag or a length there are no others. */
  private uint32(bytesMax = TAG_BYTES_MAX): number {
    let value = 0;
    for (let i = 0; i < bytesMax; i++) {
      const byte = this.next();
      if (i < 5) value |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) return value >>> 0;
    }
    throw new MalformedMessageError('a number does not end');
  }

  private mustBe(wireType: number): void {
    if (this.wireType !== wireType)
      throw new MalformedMessageError(`a field has wire type ${this.wireType} where ${wireType} belongs`);
  }

  private next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new MalformedMessageError('the message ends too early');
    return byte;
  }

  private advance(size: number): number {
    const start = this.at;
    if (size > this.bytes.length - start) throw new MalformedMessageError('the message ends too early');
    this.at = start + size;
    return start;
  }
}

const SMALL = Array.from({ length: 128 }, (_, i) => String(i));

function bigVarint(bytes: Buffer, start: number, end: number): string {
  let value = 0n;
  for (let i = end - 1; i >= start; i--) value = (value << 7n) | BigInt((bytes[i] ?? 0) & 0x7f);
  return BigInt.asIntN(64, value).toString();
}

/**
 * Reads protobuf (proto3 binary format) from bytes of any origin: whatever they hold, it gives values or throws
 * {@link ProtoError}, in time linear in their number.
 */
import { fromUtf8 } from '@kuorum/base';
import { wireType } from './writer.js';

/** Bytes that are no message. */
export class ProtoError extends Error {
  override readonly name = 'ProtoError';
}

/** Strings up to here are looked up among those that were read before: the same few come again and again. */
const SHARED_BYTES = 32;
const SHARED_STRINGS = 4096;
/** Calls with more arguments cost more than a decoder does. */
const SHORT_BYTES = 96;
const ASCII_END = 128;

/** By a hash of their bytes; one is overwritten by the next of its hash. */
const shared: (string | undefined)[] = new Array<string | undefined>(SHARED_STRINGS).fill(undefined);

export class ProtoReader {
  constructor(
    private readonly buffer: Uint8Array,
    private at = 0,
    private readonly end = buffer.length,
  ) {}

  get done(): boolean {
    return this.at >= this.end;
  }

  /** Of the next 64 bits at most the lower 32, without sign. */
  varint(): number {
    const { buffer } = this;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.end) throw new ProtoError('the message ends within a number');
      const byte = buffer[this.at++] as number;
      if (shift < 32) value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new ProtoError('a number has more than ten bytes');
  }

  int32(): number {
    return this.varint() | 0;
  }

  /** A varint of any width that is not zero. */
  bool(): boolean {
    let any = 0;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) throw new ProtoError('the message ends within a number');
      const byte = this.buffer[this.at++] as number;
      any |= byte & 127;
      if (byte < 128) return any !== 0;
    }
    throw new ProtoError('a number has more than ten bytes');
  }

  double(): number {
    const start = this.skipBytes(8);
    return new DataView(this.buffer.buffer, this.buffer.byteOffset + start, 8).getFloat64(0, true);
  }

  /** A copy: a view would keep the whole message alive. */
  bytes(): Uint8Array {
    const length = this.varint();
    const start = this.skipBytes(length);
    return Uint8Array.prototype.slice.call(this.buffer, start, start + length);
  }

  /** A reader of the bytes that follow. */
  delimited(): ProtoReader {
    const length = this.varint();
    const start = this.skipBytes(length);
    return new ProtoReader(this.buffer, start, start + length);
  }

  string(): string {
    const length = this.varint();
    const start = this.skipBytes(length);
    if (length === 0) return '';
    if (length > SHARED_BYTES) return this.textOf(start, length);
    const { buffer } = this;
    let hash = length;
    for (let i = start; i < start + length; i++) hash = (Math.imul(hash, 31) + (buffer[i] as number)) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SHARED_STRINGS - 1);
    const known = shared[slot];
    if (known !== undefined && this.isAscii(known, start, length)) return known;
    const text = this.textOf(start, length);
    shared[slot] = text;
    return text;
  }

  skip(type: number): void {
    switch (type) {
      case wireType.varint:
        this.bool();
        return;
      case wireType.fixed64:
        this.skipBytes(8);
        return;
      case wireType.bytes:
        this.skipBytes(this.varint());
        return;
      case wireType.fixed32:
        this.skipBytes(4);
        return;
      default:
        throw new ProtoError(`a field has wire type ${type}`);
    }
  }

  /** Whether the bytes are these characters, none of them beyond ASCII. */
  private isAscii(text: string, start: number, length: number): boolean {
    if (text.length !== length) return false;
    for (let i = 0; i < length; i++) {
      const byte = this.buffer[start + i] as number;
      if (byte >= ASCII_END || text.charCodeAt(i) !== byte) return false;
    }
    return true;
  }

  private textOf(start: number, length: number): string {
    const bytes = this.buffer.subarray(start, start + length);
    if (length > SHORT_BYTES) return fromUtf8(bytes);
    for (let i = 0; i < length; i++) if ((bytes[i] as number) >= ASCII_END) return fromUtf8(bytes);
    return Reflect.apply(String.fromCharCode, undefined, bytes) as string;
  }

  private skipBytes(count: number): number {
    const start = this.at;
    if (count > this.end - start) throw new ProtoError('the message ends within a field');
    this.at = start + count;
    return start;
  }
}

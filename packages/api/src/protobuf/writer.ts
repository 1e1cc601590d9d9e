/**
 * Writes protobuf (proto3 binary format) into one growing buffer. A message's length stands before it and is known only after
 * it: one byte is left for it, and the few messages that are longer than 127 bytes are moved up.
 */
import { utf8 } from '@kuorum/base';

export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const FIRST_BYTES = 4096;
/** A buffer that has grown beyond this is given away instead of copied and kept. */
const KEPT_BYTES = 256 * 1024;
/** Strings up to here are looked at byte by byte; the encoder of the platform is faster from here on. */
const SHORT_CHARS = 128;

export class ProtoWriter {
  private buffer = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.buffer.buffer);
  private length = 0;

  /** What was written; the writer begins anew. */
  finish(): Uint8Array {
    const large = this.buffer.length > KEPT_BYTES;
    const bytes = large ? this.buffer.subarray(0, this.length) : this.buffer.slice(0, this.length);
    if (large) this.replace(new Uint8Array(FIRST_BYTES));
    this.length = 0;
    return bytes;
  }

  /** After a failure: what was written so far is forgotten. */
  reset(): void {
    this.length = 0;
  }

  tag(number: number, type: number): void {
    this.varint((number << 3) | type);
  }

  /** Of 32 bits without sign. */
  varint(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    while (rest > 127) {
      this.buffer[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  /** Negative ones take ten bytes, as protobuf wants it. */
  int32(value: number): void {
    if (value >= 0) return this.varint(value);
    this.reserve(10);
    let rest = value | 0;
    for (let i = 0; i < 9; i++) {
      this.buffer[this.length++] = (rest & 127) | 128;
      rest >>= 7;
    }
    this.buffer[this.length++] = 1;
  }

  double(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** With its length before it. */
  bytes(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  string(text: string): void {
    const chars = text.length;
    if (chars >= SHORT_CHARS) return this.bytes(utf8(text));
    this.reserve(chars + 1);
    const { buffer } = this;
    let at = this.length;
    buffer[at++] = chars;
    for (let i = 0; i < chars; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return this.bytes(utf8(text));
      buffer[at++] = code;
    }
    this.length = at;
  }

  /** Leaves room for a length; see {@link close}. */
  begin(): number {
    this.reserve(1);
    return this.length++;
  }

  /** Everything since `start` = {@link begin} gets its length. */
  close(start: number): void {
    const size = this.length - start - 1;
    if (size < 128) {
      this.buffer[start] = size;
      return;
    }
    const extra = size < 1 << 14 ? 1 : size < 1 << 21 ? 2 : size < 1 << 28 ? 3 : 4;
    this.reserve(extra);
    this.buffer.copyWithin(start + 1 + extra, start + 1, this.length);
    const end = this.length + extra;
    this.length = start;
    this.varint(size);
    this.length = end;
  }

  private reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    larger.set(this.buffer.subarray(0, this.length));
    this.replace(larger);
  }

  private replace(buffer: Uint8Array<ArrayBuffer>): void {
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer);
  }
}

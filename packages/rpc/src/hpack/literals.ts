/** Header fields as bytes, without Huffman coding: short strings gain nothing by it. */
import { staticTable } from './tables.js';

/** An index of the static table by name, 0 = none. */
function staticName(name: string): number {
  return staticTable.findIndex((entry) => entry.name === name) + 1;
}

/** A field that the other end does not remember (RFC 7541 §6.2.2). */
export function literal(name: string, value: string): Buffer {
  return Buffer.concat([integer(staticName(name), 4, 0x00), ...nameBytes(name), string(value)]);
}

/** A field that the other end puts into its table (RFC 7541 §6.2.1). */
export function remembered(name: string, value: string): Buffer {
  return Buffer.concat([integer(staticName(name), 6, 0x40), ...nameBytes(name), string(value)]);
}

/** A field of a table, by number (RFC 7541 §6.1). */
export function indexed(index: number): Buffer {
  return integer(index, 7, 0x80);
}

/** The table gets this size (RFC 7541 §6.3). */
export function resized(bytes: number): Buffer {
  return integer(bytes, 5, 0x20);
}

function nameBytes(name: string): Buffer[] {
  return staticName(name) === 0 ? [string(name)] : [];
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([integer(bytes.length, 7, 0x00), bytes]);
}

function integer(value: number, prefixBits: number, pattern: number): Buffer {
  const mask = 2 ** prefixBits - 1;
  if (value < mask) return Buffer.from([pattern | value]);
  const bytes = [pattern | mask];
  let rest = value - mask;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

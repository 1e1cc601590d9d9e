/** Ranges of keys, as etcd's `key` and `range_end` mean them, in byte strings. */
import { toByteString } from './byte-string.js';

export interface KeyRange {
  readonly start: string;
  /** Exclusive; undefined = to the last key. */
  readonly end: string | undefined;
  /** Exactly `start` and nothing else. */
  readonly isPoint: boolean;
}

export function keyRange(key: Uint8Array, rangeEnd: Uint8Array | undefined): KeyRange {
  const start = toByteString(key);
  if (rangeEnd === undefined || rangeEnd.length === 0) return { start, end: `${start}\0`, isPoint: true };
  if (rangeEnd.length === 1 && rangeEnd[0] === 0) return { start, end: undefined, isPoint: false };
  return { start, end: toByteString(rangeEnd), isPoint: false };
}

export function isInRange(range: KeyRange, key: string): boolean {
  if (range.isPoint) return key === range.start;
  return key >= range.start && (range.end === undefined || key < range.end);
}

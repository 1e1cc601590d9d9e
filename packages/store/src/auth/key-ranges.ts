/**
 * Sets of keys as unions of ranges (etcd `server/auth/range_perm_cache.go`). Invariant: the ranges of a set are sorted
 * and neither overlap nor touch, so a request is covered by one of them or not at all.
 */
import { compareBytes } from '@kuorum/base';

/** [start, end); `end` undefined = to the last key. */
export interface KeyRange {
  readonly start: Uint8Array;
  readonly end: Uint8Array | undefined;
}

/** A key and a range end as requests and permissions have them. */
export function keyRangeOf(key: Uint8Array, rangeEnd: Uint8Array): KeyRange {
  if (rangeEnd.length === 0) return { start: key, end: successor(key) };
  if (isOpenEnd(rangeEnd)) return { start: key, end: undefined };
  return { start: key, end: rangeEnd };
}

/** A zero byte as range end: every key from the first one on. */
export function isOpenEnd(rangeEnd: Uint8Array): boolean {
  return rangeEnd.length === 1 && rangeEnd[0] === 0;
}

export class KeyRanges {
  private readonly ranges: readonly KeyRange[];

  constructor(ranges: Iterable<KeyRange>) {
    this.ranges = merged([...ranges]);
  }

  /** Whether every key of `range` is in the set. */
  covers({ start, end }: KeyRange): boolean {
    const range = this.lastNotAfter(start);
    if (range === undefined || isAfterEnd(start, range.end)) return false;
    return range.end === undefined || (end !== undefined && compareBytes(end, range.end) <= 0);
  }

  /** The last range that starts at `key` or before. */
  private lastNotAfter(key: Uint8Array): KeyRange | undefined {
    let [low, high] = [0, this.ranges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const range = this.ranges[middle];
      if (range !== undefined && compareBytes(range.start, key) <= 0) low = middle + 1;
      else high = middle;
    }
    return this.ranges[low - 1];
  }
}

function merged(ranges: KeyRange[]): KeyRange[] {
  ranges.sort((a, b) => compareBytes(a.start, b.start));
  const union: KeyRange[] = [];
  for (const range of ranges) {
    const last = union.at(-1);
    const touches = last !== undefined && (last.end === undefined || compareBytes(range.start, last.end) <= 0);
    if (touches) union[union.length - 1] = { start: last.start, end: laterEnd(last.end, range.end) };
    else union.push(range);
  }
  return union;
}

function laterEnd(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (a === undefined || b === undefined) return undefined;
  return compareBytes(a, b) >= 0 ? a : b;
}

function isAfterEnd(key: Uint8Array, end: Uint8Array | undefined): boolean {
  return end !== undefined && compareBytes(key, end) >= 0;
}

/** The next key after `key`. */
function successor(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1);
  next.set(key);
  return next;
}

/**
 * A map from byte strings to values that can also be walked in key order: a hash map for points beside a two-level
 * sorted array (chunks of at most {@link CHUNK_KEYS} keys) for ranges. It stands where etcd has a B-tree: with
 * n keys a point costs O(1), an insertion or deletion O(log n) comparisons and one short array shift.
 *
 * Invariants: keys ascend within a chunk and from chunk to chunk; no chunk is empty; the hash map and the chunks hold
 * the same entries.
 */
import { assert, mustGet } from '@kuorum/base';

const CHUNK_KEYS = 256;
/** Two neighbours that fit into this together become one. */
const MERGE_KEYS = CHUNK_KEYS / 2;

interface Chunk<V> {
  readonly keys: string[];
  readonly values: V[];
}

export class SortedMap<V> {
  private readonly points = new Map<string, V>();
  private readonly chunks: Chunk<V>[] = [];
  /** Where the last new key went: the next one often follows it. */
  private lastInserted = 0;

  get size(): number {
    return this.points.size;
  }

  get(key: string): V | undefined {
    return this.points.get(key);
  }

  set(key: string, value: V): void {
    const sizeBefore = this.points.size;
    this.points.set(key, value);
    if (this.points.size > sizeBefore) {
      this.insert(key, value);
      return;
    }
    const chunk = mustGet(this.chunks[this.chunkFor(key)], 'the chunk of a known key');
    chunk.values[lowerBound(chunk.keys, key)] = value;
  }

  getOrAdd(key: string, make: () => V): V {
    const known = this.points.get(key);
    if (known !== undefined) return known;
    const value = make();
    this.points.set(key, value);
    this.insert(key, value);
    return value;
  }

  delete(key: string): boolean {
    if (!this.points.delete(key)) return false;
    const at = this.chunkFor(key);
    const chunk = mustGet(this.chunks[at], 'the chunk of a known key');
    const i = lowerBound(chunk.keys, key);
    chunk.keys.splice(i, 1);
    chunk.values.splice(i, 1);
    if (chunk.keys.length === 0) this.chunks.splice(at, 1);
    else this.maybeMerge(at);
    return true;
  }

  /**
   * Calls `visit` for each entry with start ≤ key < end, in order; `end` undefined = to the last key. Stops when
   * `visit` gives false. The map must not be changed meanwhile.
   */
  forEach(start: string, end: string | undefined, visit: (key: string, value: V) => boolean | void): void {
    let at = Math.max(0, this.chunkFor(start));
    let chunk = this.chunks[at];
    if (chunk === undefined) return;
    let i = lowerBound(chunk.keys, start);
    while (chunk !== undefined) {
      const { keys, values } = chunk;
      for (; i < keys.length; i++) {
        const key = keys[i] as string;
        if (end !== undefined && key >= end) return;
        if (visit(key, values[i] as V) === false) return;
      }
      chunk = this.chunks[++at];
      i = 0;
    }
  }

  /** Throws when an invariant of the head comment is broken. For tests. */
  checkInvariants(): void {
    let previous: string | undefined;
    let count = 0;
    for (const chunk of this.chunks) {
      assert(chunk.keys.length > 0, 'no chunk is empty');
      assert(chunk.keys.length === chunk.values.length, 'keys and values of a chunk go in pairs');
      for (const key of chunk.keys) {
        assert(previous === undefined || previous < key, 'keys ascend');
        assert(this.points.has(key), 'a key of a chunk is a point');
        previous = key;
        count++;
      }
    }
    assert(count === this.points.size, 'every point is in a chunk');
  }

  /** The last chunk whose first key is ≤ `key`; −1 when there is none. */
  private chunkFor(key: string): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (((this.chunks[middle] as Chunk<V>).keys[0] as string) <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A key that is not there yet. */
  private insert(key: string, value: V): void {
    if (this.chunks.length === 0) {
      this.chunks.push({ keys: [key], values: [value] });
      return;
    }
    const at = this.isIn(this.lastInserted, key) ? this.lastInserted : Math.max(0, this.chunkFor(key));
    this.lastInserted = at;
    const chunk = this.chunks[at] as Chunk<V>;
    const { keys, values } = chunk;
    if (keys.length < CHUNK_KEYS && (keys.at(-1) as string) < key) {
      keys.push(key);
      values.push(value);
      return;
    }
    const i = lowerBound(keys, key);
    if (i === CHUNK_KEYS) {
      // Keys that come in order fill their chunks; halves would stay half empty for good.
      this.chunks.splice(at + 1, 0, { keys: [key], values: [value] });
      this.lastInserted = at + 1;
      return;
    }
    keys.splice(i, 0, key);
    values.splice(i, 0, value);
    if (keys.length > CHUNK_KEYS) this.split(at);
  }

  /** Whether `key` belongs into the chunk at `at`, if there is one. */
  private isIn(at: number, key: string): boolean {
    const chunk = this.chunks[at];
    if (chunk === undefined || key < (chunk.keys[0] as string)) return false;
    const next = this.chunks[at + 1];
    return next === undefined || key < (next.keys[0] as string);
  }

  private split(at: number): void {
    const chunk = this.chunks[at] as Chunk<V>;
    const half = chunk.keys.length >>> 1;
    this.chunks.splice(at + 1, 0, { keys: chunk.keys.splice(half), values: chunk.values.splice(half) });
  }

  private maybeMerge(at: number): void {
    const chunk = this.chunks[at] as Chunk<V>;
    const next = this.chunks[at + 1];
    if (next === undefined || chunk.keys.length + next.keys.length > MERGE_KEYS) return;
    chunk.keys.push(...next.keys);
    chunk.values.push(...next.values);
    this.chunks.splice(at + 1, 1);
  }
}

/** Index of the first key that is not before `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

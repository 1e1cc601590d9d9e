/** A key's revisions from one creation to the deletion that ends it, as `KeyIndex` keeps them. */
import type { Revision } from './types.js';

export interface Generation {
  created: Revision;
  /** Version of the last put in `revisions`. */
  version: number;
  /** The last revision is a tombstone. */
  closed: boolean;
  /** main and sub in turns: half the memory of objects. */
  revisions: number[];
}

/** Shorter arrays are copied to grow: V8's `push` would make room for 16 more, in an array that rarely gets them. */
const COPIED_LENGTH_MAX = 32;

export function extended<T>(array: T[], ...more: T[]): T[] {
  if (array.length < COPIED_LENGTH_MAX) return [...array, ...more];
  array.push(...more);
  return array;
}

/** The first generation, and the offset of the first revision in it, that a compaction at `revision` keeps. */
export function firstKept(
  generations: readonly Generation[],
  revision: number,
): { generation: number; offset: number } {
  let g = 0;
  for (; g < generations.length; g++) {
    const generation = generations[g] as Generation;
    if (!generation.closed || (generation.revisions.at(-2) as number) >= revision) break;
  }
  const generation = generations[g];
  if (generation === undefined || (generation.revisions[0] as number) > revision) return { generation: g, offset: 0 };
  const { revisions } = generation;
  let offset = lastAtOrBefore(revisions, revision);
  while (revisions[offset] === revision && revisions[offset - 2] === revision) offset -= 2;
  return { generation: g, offset };
}

/** Offset of the last revision ≤ `revision`; the first one must be. */
export function lastAtOrBefore(revisions: readonly number[], revision: number): number {
  let low = 0;
  let high = revisions.length / 2 - 1;
  if ((revisions[high * 2] as number) <= revision) return high * 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((revisions[middle * 2] as number) <= revision) low = middle;
    else high = middle - 1;
  }
  return low * 2;
}

export function dropAll(revisions: readonly number[], drop: (main: number, sub: number) => void): void {
  for (let i = 0; i < revisions.length; i += 2) drop(revisions[i] as number, revisions[i + 1] as number);
}

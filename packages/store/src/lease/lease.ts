/** One lease as the lessor holds it, and the reminders by which it finds those whose time has come. */
import { Heap, type Slices } from '@kuorum/base';
import { SORT_SLICE_KEYS } from './limits.js';
import type { LeaseId } from './types.js';

export interface Lease {
  readonly id: LeaseId;
  readonly ttlSeconds: number;
  /** 0 = not checkpointed. */
  remainingTtlSeconds: number;
  /** Infinity = this member is not primary. */
  deadlineMs: number;
  /** A reminder for it is in the heap: it has at most one. */
  reminded: boolean;
  /** On the primary: when it is to be checkpointed next; Infinity = it has not long enough to live. */
  checkpointAtMs: number;
  checkpointReminded: boolean;
  /** On the primary: a checkpoint was named that is not applied yet. */
  checkpointPending: boolean;
  /** On the primary: its expiry was named, and may be in the log. */
  expiryPending: boolean;
  readonly keys: Set<string>;
}

/** When to look at a lease. A renewal leaves it as it is; it moves to the new time when it comes up early. */
export interface Reminder {
  readonly lease: Lease;
  readonly atMs: number;
}

export function newLease(id: LeaseId, ttlSeconds: number, remainingTtlSeconds: number): Lease {
  return {
    id,
    ttlSeconds,
    remainingTtlSeconds,
    deadlineMs: Infinity,
    reminded: false,
    checkpointAtMs: Infinity,
    checkpointReminded: false,
    checkpointPending: false,
    expiryPending: false,
    keys: new Set(),
  };
}

export function newReminders(): Heap<Reminder> {
  return new Heap((a, b) => (a.atMs === b.atMs ? a.lease.id < b.lease.id : a.atMs < b.atMs));
}

export function sortedKeys(lease: Lease): Uint8Array[] {
  return [...lease.keys].sort().map(bytesOf);
}

/** Runs of {@link SORT_SLICE_KEYS} are sorted, then merged two and two. */
export function* sortedInSlices(keys: readonly string[]): Slices<string[]> {
  let runs: string[][] = [];
  for (let at = 0; at < keys.length; at += SORT_SLICE_KEYS) {
    if (at > 0) yield;
    runs.push(keys.slice(at, at + SORT_SLICE_KEYS).sort());
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let i = 0; i < runs.length; i += 2) merged.push(yield* mergedInSlices(runs[i] as string[], runs[i + 1] ?? []));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergedInSlices(a: readonly string[], b: readonly string[]): Slices<string[]> {
  const merged: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (y === undefined || (x !== undefined && x < y)) {
      merged.push(x as string);
      i++;
    } else {
      merged.push(y);
      j++;
    }
    if (merged.length % SORT_SLICE_KEYS === 0) yield;
  }
  return merged;
}

export function bytesOf(key: string): Uint8Array {
  return Uint8Array.from(key, (char) => char.charCodeAt(0));
}

export function compareIds(a: LeaseId, b: LeaseId): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

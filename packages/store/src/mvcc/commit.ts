/** What a store tells whoever observes it. */
import type { Revision, WatchEvent } from './types.js';

/** What one main revision changed. `names` are the keys of `events`, as byte strings. */
export interface Commit {
  readonly revision: Revision;
  readonly events: readonly WatchEvent[];
  readonly names: readonly string[];
  /** Events with what was there before, of keys for which the observer had wanted that. */
  readonly complete: Map<WatchEvent, WatchEvent> | undefined;
}

/** Hears of every commit at once, and of a restore that replaced everything. */
export interface StoreObserver {
  /** Whether it will ask what a key, about to be deleted, was before. */
  wantsPrevious(name: string): boolean;
  committed(commit: Commit): void;
  restored(): void;
}

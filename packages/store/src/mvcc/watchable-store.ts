import type { MvccStore } from './store.js';
import type { Revision, WatchEvent } from './types.js';

/** Skeleton; see index.ts. */
export interface WatchOptions {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  /** First revision to be told of; 0 or absent = from now on. May be in the past or in the future. */
  readonly startRevision?: number | undefined;
  readonly noPut?: boolean | undefined;
  readonly noDelete?: boolean | undefined;
  readonly prevKv?: boolean | undefined;
  /** Called when `take()` has something again; from inside a store call, so only schedule work in it. */
  readonly onReady?: ((watcher: Watcher) => void) | undefined;
}

/**
 * `events`: whole revisions in order; event objects are shared by all watchers, so an encoded form may be kept in a
 * WeakMap beside them. `compacted`: the history asked for is gone, the watcher has ended.
 */
export type WatchBatch =
  | { readonly kind: 'events'; readonly revision: Revision; readonly events: readonly WatchEvent[] }
  | { readonly kind: 'compacted'; readonly compactRevision: Revision };

export interface Watcher {
  /** The next batch, or undefined when there is none now. */
  take(): WatchBatch | undefined;
  /**
   * The revision up to which everything was taken, for a progress notice; undefined while the watcher is behind or has
   * events waiting.
   */
  progressRevision(): Revision | undefined;
  cancel(): void;
}

export class WatchableStore {
  constructor(readonly store: MvccStore) {}

  watch(_options: WatchOptions): Watcher {
    throw new Error('not built yet');
  }

  /** Replays a bounded piece of history to watchers that are behind; true while there is more to do. */
  syncSlice(): boolean {
    throw new Error('not built yet');
  }

  get watcherCount(): number {
    throw new Error('not built yet');
  }
}

import type { ConfState, Entry, HardState, LogIndex, LogStorage, SnapshotMetadata } from '../raft/types.js';
import type { Identity } from './types.js';

/** Skeleton; see index.ts. */
export interface RaftLogBatch {
  readonly entries?: readonly Entry[];
  readonly hardState?: HardState | undefined;
  readonly sync: boolean;
}

export interface CachedLogStorage extends LogStorage {
  /** What `initialState` answers: the membership as applied. */
  setConfState(confState: ConfState): void;
  /** What `snapshot()` offers to a follower that is too far behind; undefined until set. */
  setSnapshot(metadata: SnapshotMetadata, data: Uint8Array): void;
}

export class RaftLogDb {
  static open(_dir: string, _identity: Identity): Promise<RaftLogDb> {
    throw new Error('not built yet');
  }

  get storage(): CachedLogStorage {
    throw new Error('not built yet');
  }

  /** Nothing was ever saved. */
  get isFresh(): boolean {
    throw new Error('not built yet');
  }

  save(_batch: RaftLogBatch): Promise<void> {
    throw new Error('not built yet');
  }

  /** Forgets entries up to `index`, inclusive. */
  truncate(_index: LogIndex): Promise<void> {
    throw new Error('not built yet');
  }

  /** The log is now empty after `metadata.index` (a snapshot was installed). */
  reset(_metadata: SnapshotMetadata): Promise<void> {
    throw new Error('not built yet');
  }

  close(): Promise<void> {
    throw new Error('not built yet');
  }
}

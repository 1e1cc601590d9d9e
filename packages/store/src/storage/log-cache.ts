/**
 * The persisted log as the raft core reads it: in memory, always what the disk holds (RaftLogDb appends here only after
 * the write went through). Truncation by snapshot count keeps it small.
 */
import {
  emptyConfState,
  emptyHardState,
  LogSegment,
  type ConfState,
  type Entry,
  type HardState,
  type LogIndex,
  type LogStart,
  type LogStorage,
  type Snapshot,
  type SnapshotMetadata,
  type Term,
} from '../raft/index.js';

export interface CachedLogStorage extends LogStorage {
  /** What `initialState` answers: the membership as applied. */
  setConfState(confState: ConfState): void;
  /** What `snapshot()` offers to a follower that is too far behind. */
  setSnapshot(metadata: SnapshotMetadata, data: Uint8Array): void;
  /** Or asked for at that moment; undefined = temporarily unavailable. The later of the two settings counts. */
  setSnapshotSource(source: () => Snapshot | undefined): void;
}

export class LogCache implements CachedLogStorage {
  private readonly log = new LogSegment();
  private hardState: HardState = emptyHardState;
  private confState: ConfState = emptyConfState;
  private snapshotSource: () => Snapshot | undefined = () => undefined;

  initialState(): { readonly hardState: HardState; readonly confState: ConfState } {
    return { hardState: this.hardState, confState: this.confState };
  }

  firstIndex(): LogIndex {
    return this.log.firstIndex();
  }

  lastIndex(): LogIndex {
    return this.log.lastIndex();
  }

  term(index: LogIndex): Term | undefined {
    return this.log.term(index);
  }

  entries(lo: LogIndex, hi: LogIndex, bytesMax: number): readonly Entry[] | undefined {
    return this.log.entries(lo, hi, bytesMax);
  }

  snapshot(): Snapshot | undefined {
    return this.snapshotSource();
  }

  setConfState(confState: ConfState): void {
    this.confState = confState;
  }

  setSnapshot(metadata: SnapshotMetadata, data: Uint8Array): void {
    this.snapshotSource = () => ({ metadata, data });
  }

  setSnapshotSource(source: () => Snapshot | undefined): void {
    this.snapshotSource = source;
  }

  // For RaftLogDb

  setHardState(hardState: HardState): void {
    this.hardState = hardState;
  }

  /** An index that is already there replaces it and everything after it. */
  append(entries: readonly Entry[]): void {
    this.log.append(entries);
  }

  truncate(index: LogIndex): void {
    this.log.forgetTo(index);
  }

  reset(start: LogStart): void {
    this.log.reset(start);
  }
}

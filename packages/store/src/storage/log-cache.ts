/**
 * The persisted log as the raft core reads it: in memory, always what the disk holds (RaftLogDb appends here only after
 * the write went through). Truncation by snapshot count keeps it small.
 */
import { assert, mustGet } from '@kuorum/base';
import {
  asLogIndex,
  emptyConfState,
  emptyHardState,
  INDEX_ZERO,
  limitEntriesBytes,
  TERM_ZERO,
  type ConfState,
  type Entry,
  type HardState,
  type LogIndex,
  type LogStorage,
  type Snapshot,
  type SnapshotMetadata,
  type Term,
} from '../raft/index.js';
import type { LogPosition } from './log-codec.js';

export interface CachedLogStorage extends LogStorage {
  /** What `initialState` answers: the membership as applied. */
  setConfState(confState: ConfState): void;
  /** What `snapshot()` offers to a follower that is too far behind. */
  setSnapshot(metadata: SnapshotMetadata, data: Uint8Array): void;
  /** Or asked for at that moment; undefined = temporarily unavailable. The later of the two settings counts. */
  setSnapshotSource(source: () => Snapshot | undefined): void;
}

export class LogCache implements CachedLogStorage {
  private log: Entry[] = [];
  private truncated: LogPosition = { index: INDEX_ZERO, term: TERM_ZERO };
  private hardState: HardState = emptyHardState;
  private confState: ConfState = emptyConfState;
  private snapshotSource: () => Snapshot | undefined = () => undefined;

  initialState(): { readonly hardState: HardState; readonly confState: ConfState } {
    return { hardState: this.hardState, confState: this.confState };
  }

  firstIndex(): LogIndex {
    return asLogIndex(this.truncated.index + 1);
  }

  lastIndex(): LogIndex {
    return asLogIndex(this.truncated.index + this.log.length);
  }

  term(index: LogIndex): Term | undefined {
    if (index === this.truncated.index) return this.truncated.term;
    if (index < this.truncated.index) return undefined;
    return this.log[index - this.truncated.index - 1]?.term;
  }

  entries(lo: LogIndex, hi: LogIndex, bytesMax: number): readonly Entry[] | undefined {
    if (lo < this.firstIndex()) return undefined;
    assert(hi <= this.lastIndex() + 1, `cannot read entries up to ${hi}: the log ends at ${this.lastIndex()}`);
    const base = this.truncated.index + 1;
    return limitEntriesBytes(this.log.slice(lo - base, hi - base), bytesMax);
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
    const first = entries[0];
    if (first === undefined) return;
    const keep = first.index - this.firstIndex();
    assert(keep >= 0, `cannot append at ${first.index}: the log is truncated up to ${this.truncated.index}`);
    assert(keep <= this.log.length, `cannot append at ${first.index}: the log ends at ${this.lastIndex()}`);
    this.log.length = keep;
    for (const entry of entries) this.log.push(entry);
  }

  truncate(index: LogIndex): void {
    const term = mustGet(this.term(index), `the term of entry ${index}`);
    this.log.splice(0, index - this.truncated.index);
    this.truncated = { index, term };
  }

  reset(position: LogPosition): void {
    this.log = [];
    this.truncated = position;
  }
}

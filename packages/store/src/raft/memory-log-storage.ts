/**
 * The persisted part of the log, held in memory: the whole storage of simulations and of the laboratory in the browser.
 *
 * Invariant: the log starts at or below the snapshot, so that a follower that needs what is compacted can be given one.
 */
import { assert, mustGet } from '@kuorum/base';
import { LogSegment } from './log-segment.js';
import {
  type ConfState,
  type Entry,
  type HardState,
  INDEX_ZERO,
  type LogIndex,
  type LogStorage,
  NO_NODE,
  type Snapshot,
  type Term,
  TERM_ZERO,
} from './types.js';

export const emptyConfState: ConfState = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

export const emptyHardState: HardState = { term: TERM_ZERO, vote: NO_NODE, commit: INDEX_ZERO };

export class MemoryLogStorage implements LogStorage {
  private hardState: HardState = emptyHardState;
  private snap: Snapshot;
  private readonly log = new LogSegment();
  private confState: ConfState;

  /** `confState` is the membership that a new group starts with; every initial member starts with the same. */
  constructor(confState: ConfState = emptyConfState) {
    this.confState = confState;
    this.snap = { metadata: { index: INDEX_ZERO, term: TERM_ZERO, confState }, data: new Uint8Array(0) };
  }

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
    return this.snap;
  }

  setHardState(hardState: HardState): void {
    this.hardState = hardState;
  }

  /** The membership at the last applied index, for the next start. */
  setConfState(confState: ConfState): void {
    this.confState = confState;
  }

  /** Appends; an index that is already there replaces it and everything after it. */
  append(entries: readonly Entry[]): void {
    this.log.append(entries);
  }

  /** Replaces the whole log by a snapshot received from a leader. */
  applySnapshot(snapshot: Snapshot): void {
    const { index, term } = snapshot.metadata;
    assert(index > this.snap.metadata.index, `cannot go back to snapshot ${index} from ${this.snap.metadata.index}`);
    this.snap = snapshot;
    this.confState = snapshot.metadata.confState;
    this.log.reset({ index, term });
  }

  /** Takes a snapshot of the applied state at `index`; the log stays until {@link compact}. */
  createSnapshot(index: LogIndex, confState: ConfState, data: Uint8Array): Snapshot {
    assert(index >= this.snap.metadata.index, `cannot snapshot ${index}: newer one at ${this.snap.metadata.index}`);
    const term = mustGet(this.term(index), `the term of snapshot index ${index}`);
    this.snap = { metadata: { index, term, confState }, data };
    return this.snap;
  }

  /** Forgets the entries up to and including `index`, which a snapshot must cover. */
  compact(index: LogIndex): void {
    assert(index <= this.snap.metadata.index, `cannot compact to ${index}: snapshot is at ${this.snap.metadata.index}`);
    this.log.forgetTo(index);
  }
}

/**
 * The persisted part of the log, held in memory: the face that a disk-backed log shows to the core, and the whole
 * storage of simulations and of the laboratory in the browser.
 *
 * Invariant: `log[i].index === snapshot.metadata.index + 1 + i` (contiguous), so the first index after a compaction to
 * `k` is `k + 1`, and the term at `k` stays known through the snapshot or the compaction point.
 */
import { assert, mustGet } from '@kuorum/base';
import { limitEntriesBytes } from './limits.js';
import {
  asLogIndex,
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
  /** What is left of the log after the compaction point, which is at or below the snapshot. */
  private log: Entry[] = [];
  private confState: ConfState;
  private compacted: { readonly index: LogIndex; readonly term: Term } = { index: INDEX_ZERO, term: TERM_ZERO };

  /** `confState` is the membership that a new group starts with; every initial member starts with the same. */
  constructor(confState: ConfState = emptyConfState) {
    this.confState = confState;
    this.snap = { metadata: { index: INDEX_ZERO, term: TERM_ZERO, confState }, data: new Uint8Array(0) };
  }

  initialState(): { readonly hardState: HardState; readonly confState: ConfState } {
    return { hardState: this.hardState, confState: this.confState };
  }

  firstIndex(): LogIndex {
    return asLogIndex(this.compacted.index + 1);
  }

  lastIndex(): LogIndex {
    return asLogIndex(this.compacted.index + this.log.length);
  }

  term(index: LogIndex): Term | undefined {
    if (index === this.compacted.index) return this.compacted.term;
    if (index < this.compacted.index) return undefined;
    return this.log[index - this.compacted.index - 1]?.term;
  }

  entries(lo: LogIndex, hi: LogIndex, bytesMax: number): readonly Entry[] | undefined {
    if (lo < this.firstIndex()) return undefined;
    assert(hi <= this.lastIndex() + 1, `cannot read entries up to ${hi}: the log ends at ${this.lastIndex()}`);
    const base = this.compacted.index + 1;
    return limitEntriesBytes(this.log.slice(lo - base, hi - base), bytesMax);
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
    const first = entries[0];
    if (first === undefined) return;
    const keep = first.index - this.firstIndex();
    assert(keep >= 0, `cannot append at ${first.index}: the log is compacted up to ${this.compacted.index}`);
    assert(keep <= this.log.length, `cannot append at ${first.index}: the log ends at ${this.lastIndex()}`);
    this.log.length = keep;
    for (const entry of entries) this.log.push(entry);
  }

  /** Replaces the whole log by a snapshot received from a leader. */
  applySnapshot(snapshot: Snapshot): void {
    const { index, term } = snapshot.metadata;
    assert(index > this.snap.metadata.index, `cannot go back to snapshot ${index} from ${this.snap.metadata.index}`);
    this.snap = snapshot;
    this.confState = snapshot.metadata.confState;
    this.compacted = { index, term };
    this.log = [];
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
    if (index <= this.compacted.index) return;
    assert(index <= this.snap.metadata.index, `cannot compact to ${index}: snapshot is at ${this.snap.metadata.index}`);
    const term = mustGet(this.term(index), `the term of compaction index ${index}`);
    this.log.splice(0, index - this.compacted.index);
    this.compacted = { index, term };
  }
}

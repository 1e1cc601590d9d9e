/**
 * The whole log as the algorithm sees it: stable storage, then {@link Unstable}, with the two marks that move over it.
 *
 *     compacted | stable .............. | unstable ....
 *               ^firstIndex   ^applied  ^offset       ^lastIndex      applied <= committed <= lastIndex
 *
 * `committed` is the High-Water Mark (paper: commitIndex), `firstIndex` the Low-Water Mark.
 * Rules here: Log Matching by the consistency check of AppendEntries (§5.3) and "at least as up-to-date" (§5.4.1).
 */
import { assert, mustGet } from '@kuorum/base';
import { limitEntriesBytes, NO_LIMIT_BYTES } from './limits.js';
import {
  asLogIndex,
  type Entry,
  INDEX_ZERO,
  type LogIndex,
  type LogStorage,
  type Snapshot,
  type Term,
  TERM_ZERO,
} from './types.js';
import { Unstable } from './unstable.js';

/** Identifies an entry and, by Log Matching, all before it. */
export type EntryId = Pick<Entry, 'index' | 'term'>;

/**
 * A leader lets a member commit only what the member acknowledged, so this one's log has lost entries. Fatal for the
 * member, and its disk's fault rather than a bug.
 */
export class CommitBeyondLogError extends Error {
  override readonly name = 'CommitBeyondLogError';

  constructor(index: LogIndex, lastIndex: LogIndex) {
    super(`Cannot commit entry ${index}: the log ends at ${lastIndex}; was it truncated or lost?`);
  }
}

export class RaftLog {
  readonly unstable: Unstable;
  committed: LogIndex;
  applied: LogIndex;

  /**
   * `committed` on disk may lag behind what was applied, as it is written without sync: both `applied` and the
   * compaction point were committed once, so the largest of the three is.
   */
  constructor(
    private readonly storage: LogStorage,
    applied: LogIndex,
    committed: LogIndex,
  ) {
    const compacted = asLogIndex(storage.firstIndex() - 1);
    const lastIndex = storage.lastIndex();
    this.unstable = new Unstable(asLogIndex(lastIndex + 1));
    assert(
      applied === 0 || applied >= compacted,
      `cannot start with applied ${applied}: the log is compacted up to ${compacted}`,
    );
    this.applied = asLogIndex(Math.max(applied, compacted));
    this.committed = asLogIndex(Math.max(committed, this.applied));
    assert(
      this.committed <= lastIndex,
      `cannot start with commit ${this.committed}: the log ends at ${lastIndex}; was it truncated or lost?`,
    );
  }

  firstIndex(): LogIndex {
    const snapshot = this.unstable.snapshot;
    return snapshot !== undefined ? asLogIndex(snapshot.metadata.index + 1) : this.storage.firstIndex();
  }

  lastIndex(): LogIndex {
    return this.unstable.maybeLastIndex() ?? this.storage.lastIndex();
  }

  /** The last index that is on disk. Until a received snapshot is installed, nothing of the log counts. */
  stableIndex(): LogIndex {
    return this.unstable.snapshot !== undefined ? INDEX_ZERO : asLogIndex(this.unstable.offset - 1);
  }

  /** Undefined when compacted away or past the end. */
  term(index: LogIndex): Term | undefined {
    if (index < this.firstIndex() - 1) return undefined;
    if (index > this.lastIndex()) return undefined;
    const term = this.unstable.maybeTerm(index);
    if (term !== undefined || index >= this.unstable.offset) return term;
    return this.storage.term(index);
  }

  lastTerm(): Term {
    return mustGet(this.term(this.lastIndex()), 'the term of the last entry');
  }

  matchTerm(id: EntryId): boolean {
    return this.term(id.index) === id.term;
  }

  /** §5.4.1: the later last term wins, then the longer log. */
  isUpToDate(candidate: EntryId): boolean {
    const lastTerm = this.lastTerm();
    if (candidate.term !== lastTerm) return candidate.term > lastTerm;
    return candidate.index >= this.lastIndex();
  }

  /**
   * The follower's side of AppendEntries (Figure 2, receiver rules 2 to 5). Gives the last index that now matches the
   * leader's log, or undefined when `prev` does not match. Entries that are already there are never touched: a delayed
   * duplicate must not truncate what followed it.
   */
  maybeAppend(prev: EntryId, entries: readonly Entry[], leaderCommit: LogIndex): LogIndex | undefined {
    if (!this.matchTerm(prev)) return undefined;
    const lastNew = asLogIndex(prev.index + entries.length);
    const conflict = this.findConflict(entries);
    if (conflict !== undefined) this.append(entries.slice(conflict - prev.index - 1));
    this.commitTo(asLogIndex(Math.min(leaderCommit, lastNew)));
    return lastNew;
  }

  append(entries: readonly Entry[]): LogIndex {
    const first = entries[0];
    if (first === undefined) return this.lastIndex();
    assert(
      first.index > this.committed,
      `cannot replace entry ${first.index}: entries up to ${this.committed} are committed`,
    );
    assert(first.index <= this.lastIndex() + 1, `cannot append at ${first.index}: the log ends at ${this.lastIndex()}`);
    this.unstable.truncateAndAppend(entries);
    return this.lastIndex();
  }

  /** The first index whose entry is missing or of another term; undefined when all are there. */
  private findConflict(entries: readonly Entry[]): LogIndex | undefined {
    return entries.find((entry) => !this.matchTerm(entry))?.index;
  }

  /**
   * The largest index <= `index` whose term is <= `term` (or unknown, as compacted: then term 0): where two logs may
   * still agree, given that one has `term` at `index`. Both sides of a rejection use it to skip whole terms at once.
   */
  findConflictByTerm(index: LogIndex, term: Term): EntryId {
    for (let i: number = index; i > 0; i--) {
      const ours = this.term(i as LogIndex);
      if (ours === undefined) return { index: i as LogIndex, term: TERM_ZERO };
      if (ours <= term) return { index: i as LogIndex, term: ours };
    }
    return { index: INDEX_ZERO, term: TERM_ZERO };
  }

  commitTo(index: LogIndex): void {
    if (index <= this.committed) return;
    const lastIndex = this.lastIndex();
    if (index > lastIndex) throw new CommitBeyondLogError(index, lastIndex);
    this.committed = index;
  }

  newestCommitted(): EntryId {
    return { index: this.committed, term: mustGet(this.term(this.committed), 'the term of the last committed entry') };
  }

  appliedTo(index: LogIndex): void {
    assert(index <= this.committed, `cannot apply ${index}: committed is ${this.committed}`);
    assert(index >= this.applied, `cannot apply ${index}: already applied ${this.applied}`);
    this.applied = index;
  }

  restore(snapshot: Snapshot): void {
    assert(snapshot.metadata.index > this.committed, `cannot restore a snapshot below commit ${this.committed}`);
    this.committed = snapshot.metadata.index;
    this.unstable.restore(snapshot);
  }

  /** Undefined when temporarily unavailable. */
  snapshot(): Snapshot | undefined {
    return this.unstable.snapshot ?? this.storage.snapshot();
  }

  /** Entries of [lo, hi) up to `bytesMax`, at least one; undefined when `lo` is compacted away. */
  slice(lo: LogIndex, hi: LogIndex, bytesMax = NO_LIMIT_BYTES): readonly Entry[] | undefined {
    assert(hi <= this.lastIndex() + 1, `cannot read entries up to ${hi}: the log ends at ${this.lastIndex()}`);
    if (lo >= hi) return [];
    if (lo < this.firstIndex()) return undefined;
    const { offset } = this.unstable;
    if (lo >= offset) return limitEntriesBytes(this.unstable.slice(lo, hi), bytesMax);
    const stableEnd = asLogIndex(Math.min(hi, offset));
    const stable = this.storage.entries(lo, stableEnd, bytesMax);
    if (stable === undefined || hi <= offset || stable.length < stableEnd - lo) return stable;
    return limitEntriesBytes([...stable, ...this.unstable.slice(offset, hi)], bytesMax);
  }

  entriesFrom(lo: LogIndex, bytesMax: number): readonly Entry[] | undefined {
    return this.slice(lo, asLogIndex(this.lastIndex() + 1), bytesMax);
  }

  hasNextCommittedEntries(): boolean {
    return this.unstable.snapshot === undefined && this.committed > this.applied;
  }

  /** What is to be applied next; nothing while a snapshot waits to be installed. */
  nextCommittedEntries(bytesMax: number): readonly Entry[] {
    if (!this.hasNextCommittedEntries()) return [];
    const lo = asLogIndex(this.applied + 1);
    return mustGet(this.slice(lo, asLogIndex(this.committed + 1), bytesMax), `the unapplied entries from ${lo}`);
  }
}

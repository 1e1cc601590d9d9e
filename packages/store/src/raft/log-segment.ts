/**
 * A log held in memory from a point on, which is where it was compacted or where a snapshot took its place. The one
 * place that turns log indexes into places of an array, for {@link MemoryLogStorage} and for the cache of the log on
 * disk.
 *
 * Invariant: `entries[i].index === start.index + 1 + i` (contiguous). The term at `start.index` stays known: the
 * consistency check of AppendEntries may ask for it (§5.3, §7).
 */
import { assert, mustGet } from '@kuorum/base';
import { limitEntriesBytes } from './limits.js';
import { asLogIndex, type Entry, INDEX_ZERO, type LogIndex, type Term, TERM_ZERO } from './types.js';

/** The last entry that is no longer there, {0, 0} = nothing was ever forgotten. */
export interface LogStart {
  readonly index: LogIndex;
  readonly term: Term;
}

export class LogSegment {
  private start: LogStart = { index: INDEX_ZERO, term: TERM_ZERO };
  private log: Entry[] = [];

  firstIndex(): LogIndex {
    return asLogIndex(this.start.index + 1);
  }

  lastIndex(): LogIndex {
    return asLogIndex(this.start.index + this.log.length);
  }

  /** Undefined when forgotten or not there yet. */
  term(index: LogIndex): Term | undefined {
    if (index === this.start.index) return this.start.term;
    if (index < this.start.index) return undefined;
    return this.log[index - this.start.index - 1]?.term;
  }

  /** Entries of [lo, hi), cut to about `bytesMax` but never to nothing; undefined when `lo` is forgotten. */
  entries(lo: LogIndex, hi: LogIndex, bytesMax: number): readonly Entry[] | undefined {
    const first = this.start.index + 1;
    if (lo < first) return undefined;
    assert(hi <= this.lastIndex() + 1, `cannot read entries up to ${hi}: the log ends at ${this.lastIndex()}`);
    return limitEntriesBytes(this.log.slice(lo - first, hi - first), bytesMax);
  }

  /** An index that is already there replaces it and everything after it. */
  append(entries: readonly Entry[]): void {
    const first = entries[0];
    if (first === undefined) return;
    const keep = first.index - this.firstIndex();
    assert(keep >= 0, `cannot append at ${first.index}: the log is compacted up to ${this.start.index}`);
    assert(keep <= this.log.length, `cannot append at ${first.index}: the log ends at ${this.lastIndex()}`);
    // Even to the length that it has, setting it costs more than all the rest here.
    if (keep < this.log.length) this.log.length = keep;
    for (const entry of entries) this.log.push(entry);
  }

  /** Forgets the entries up to and including `index`. */
  forgetTo(index: LogIndex): void {
    if (index <= this.start.index) return;
    const term = mustGet(this.term(index), `the term of entry ${index}`);
    this.log.splice(0, index - this.start.index);
    this.start = { index, term };
  }

  /** Empty behind `start`. */
  reset(start: LogStart): void {
    this.log = [];
    this.start = start;
  }
}

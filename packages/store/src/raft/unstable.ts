/**
 * The part of the log that is not known to be on disk yet: entries from `offset` on, and a snapshot received but not
 * yet installed. A write that is on its way may be overtaken by a new leader's entries; therefore {@link stableTo}
 * checks the term: only what was really written is handed over to the storage (etcd/raft log_unstable.go).
 *
 * Invariants: `entries[i].index === offset + i`; with a snapshot, `offset > snapshot.metadata.index`.
 */
import { assert } from '@kuorum/base';
import { asLogIndex, type Entry, type LogIndex, type Snapshot, type Term } from './types.js';

export class Unstable {
  snapshot: Snapshot | undefined;
  entries: Entry[] = [];

  constructor(public offset: LogIndex) {}

  /** The last index here, undefined when the storage knows it. */
  maybeLastIndex(): LogIndex | undefined {
    if (this.entries.length > 0) return asLogIndex(this.offset + this.entries.length - 1);
    return this.snapshot?.metadata.index;
  }

  maybeTerm(index: LogIndex): Term | undefined {
    if (index >= this.offset) return this.entries[index - this.offset]?.term;
    const metadata = this.snapshot?.metadata;
    return metadata?.index === index ? metadata.term : undefined;
  }

  /** Entries up to `(index, term)` are on disk. Ignored when they have been replaced meanwhile. */
  stableTo(index: LogIndex, term: Term): void {
    if (index < this.offset) return;
    if (this.maybeTerm(index) !== term) return;
    this.entries = this.entries.slice(index - this.offset + 1);
    this.offset = asLogIndex(index + 1);
  }

  stableSnapshotTo(index: LogIndex): void {
    if (this.snapshot?.metadata.index === index) this.snapshot = undefined;
  }

  restore(snapshot: Snapshot): void {
    this.offset = asLogIndex(snapshot.metadata.index + 1);
    this.entries = [];
    this.snapshot = snapshot;
  }

  truncateAndAppend(entries: readonly Entry[]): void {
    const first = entries[0];
    if (first === undefined) return;
    if (first.index <= this.offset) {
      this.offset = first.index;
      this.entries = [...entries];
      return;
    }
    const keep = first.index - this.offset;
    assert(keep <= this.entries.length, `cannot append at ${first.index}: a gap after ${this.offset + keep}`);
    if (keep < this.entries.length) this.entries.length = keep;
    for (const entry of entries) this.entries.push(entry);
  }

  slice(lo: LogIndex, hi: LogIndex): readonly Entry[] {
    return this.entries.slice(lo - this.offset, hi - this.offset);
  }
}

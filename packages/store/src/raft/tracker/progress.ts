/**
 * The leader's view of one follower (paper: nextIndex, matchIndex), and how eagerly it sends to it.
 *
 *              rejected, unreachable                      snapshot arrived or failed
 *      replicate ------------------> probe <-------------------------------- snapshot
 *          ^---- accepted -----------'  '--- needs what is compacted away ------^
 *
 * - probe: where the logs agree is not known; one message at a time.
 * - replicate: the logs agree; messages are pipelined (Request Pipeline) and `next` runs ahead optimistically.
 * - snapshot: nothing is sent until the shell reports how the snapshot fared, or the follower answers beyond it.
 *
 * Invariants: match < next; match never decreases within a term of leadership.
 */
import { assert } from '@kuorum/base';
import type { ProgressStatus } from '../output.js';
import { asLogIndex, INDEX_ZERO, type LogIndex } from '../types.js';
import { Inflights } from './inflights.js';

export type ProgressState =
  | { readonly name: 'probe'; sent: boolean }
  | { readonly name: 'replicate'; readonly inflights: Inflights }
  | { readonly name: 'snapshot'; readonly pendingIndex: LogIndex };

export class Progress {
  match: LogIndex = INDEX_ZERO;
  state: ProgressState = { name: 'probe', sent: false };
  /** The newest commit index that an `app` message told it. If it got lost, heartbeats tell it too. */
  sentCommit: LogIndex = INDEX_ZERO;
  /** Heard from since the last quorum check. */
  recentActive = false;

  constructor(
    public next: LogIndex,
    public isLearner: boolean,
    private readonly maxInflightMsgs: number,
    private readonly maxInflightBytes: number,
  ) {}

  becomeProbe(): void {
    const snapshotIndex = this.state.name === 'snapshot' ? this.state.pendingIndex : INDEX_ZERO;
    this.next = asLogIndex(Math.max(this.match, snapshotIndex) + 1);
    this.state = { name: 'probe', sent: false };
  }

  /** The snapshot did not arrive: probe where the follower was before it. */
  abortSnapshot(): void {
    this.next = asLogIndex(this.match + 1);
    this.state = { name: 'probe', sent: false };
  }

  becomeReplicate(): void {
    this.next = asLogIndex(this.match + 1);
    this.state = { name: 'replicate', inflights: new Inflights(this.maxInflightMsgs, this.maxInflightBytes) };
  }

  becomeSnapshot(pendingIndex: LogIndex): void {
    this.state = { name: 'snapshot', pendingIndex };
  }

  get paused(): boolean {
    switch (this.state.name) {
      case 'probe':
        return this.state.sent;
      case 'replicate':
        return this.state.inflights.full;
      case 'snapshot':
        return true;
    }
  }

  /** An `app` message with `count` entries of `bytes` goes out. */
  sentEntries(count: number, bytes: number): void {
    assert(this.state.name !== 'snapshot', 'cannot send entries to a follower that waits for a snapshot');
    if (this.state.name === 'probe') {
      this.state.sent = true;
      return;
    }
    if (count === 0) return;
    this.next = asLogIndex(this.next + count);
    this.state.inflights.add(asLogIndex(this.next - 1), bytes);
  }

  /** The follower has everything up to `index`. False when that is old news. */
  maybeUpdate(index: LogIndex): boolean {
    if (index <= this.match) return false;
    this.match = index;
    this.next = asLogIndex(Math.max(this.next, index + 1));
    return true;
  }

  /**
   * The follower rejected `rejected` as the entry to append after; `hint` is where to try next. False when the
   * rejection is stale: a reordered answer to a message that later ones have made moot.
   */
  maybeDecreaseTo(rejected: LogIndex, hint: LogIndex): boolean {
    if (this.state.name === 'replicate') {
      if (rejected <= this.match) return false;
      this.next = asLogIndex(this.match + 1);
      return true;
    }
    if (this.next - 1 !== rejected) return false;
    this.next = asLogIndex(Math.max(Math.min(rejected, hint + 1), this.match + 1));
    if (this.state.name === 'probe') this.state.sent = false;
    return true;
  }

  status(): ProgressStatus {
    return {
      match: this.match,
      next: this.next,
      state: this.state.name,
      recentActive: this.recentActive,
      isLearner: this.isLearner,
      inflight: this.state.name === 'replicate' ? this.state.inflights.count : 0,
      inflightBytes: this.state.name === 'replicate' ? this.state.inflights.bytes : 0,
      pendingSnapshot: this.state.name === 'snapshot' ? this.state.pendingIndex : INDEX_ZERO,
    };
  }
}

/**
 * Linearizable reads (thesis §6.4): a read may be served once this member has applied what was committed when the read
 * arrived, which the leader confirms by a round of heartbeats. All reads that arrive while one round is under way share
 * the next, so their cost does not grow with their number.
 */
import type { Clock, Timer } from '@kuorum/base';
import type { LogIndex, RawNode, ReadState } from '../raft/index.js';
import { etcdError } from './errors.js';
import { MAX_PENDING_READS, READ_INDEX_RETRY_MS, READS_SLICE_MS } from './limits.js';
import type { Done } from './waiters.js';

/** The clock is looked at once for so many reads. */
const READS_A_LOOK = 4;

interface Read {
  readonly deadlineMs: number;
  readonly done: Done<void>;
}

interface Confirmed {
  readonly index: LogIndex;
  readonly reads: Read[];
}

interface Round {
  /** All names this round was asked under: the answer to any of them will do, each was asked after the reads came. */
  readonly contexts: Set<string>;
  readonly reads: Read[];
  askedMs: number;
}

export class ReadIndexQueue {
  private waiting: Read[] = [];
  private round: Round | undefined;
  /** Confirmed at an index that is not applied yet. */
  private confirmed: Confirmed[] = [];
  private confirmedCount = 0;
  /** To be served now: thousands of large ones must not keep heartbeats from being sent. */
  private ready: Read[] = [];
  private served = 0;
  private nextSlice: Timer | undefined;
  private sequence = 0;
  /** Reads that timed out. */
  failedCount = 0;
  /** Rounds whose answer did not come soon. */
  slowCount = 0;

  constructor(
    private readonly node: Pick<RawNode, 'readIndex'>,
    private readonly poke: () => void,
    /** Starts every context, so that it is unique in the cluster. */
    private readonly contextPrefix: string,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  get pendingCount(): number {
    return (
      this.waiting.length + (this.round?.reads.length ?? 0) + this.confirmedCount + this.ready.length - this.served
    );
  }

  /** Calls `done` when a read of the local state is linearizable. */
  request(done: Done<void>): void {
    if (this.pendingCount >= MAX_PENDING_READS) {
      done(etcdError('tooManyRequests'));
      return;
    }
    this.waiting.push({ deadlineMs: this.clock.monotonic() + this.timeoutMs, done });
    if (this.round === undefined) this.startRound();
  }

  readsConfirmed(states: readonly ReadState[], applied: LogIndex): void {
    for (const { ctx, index } of states) {
      if (this.round?.contexts.has(ctx) !== true) continue;
      this.setConfirmed([...this.confirmed, { index, reads: this.round.reads }]);
      this.round = undefined;
    }
    this.appliedTo(applied);
    if (this.round === undefined && this.waiting.length > 0) this.startRound();
  }

  appliedTo(applied: LogIndex): void {
    const ready = this.confirmed.filter(({ index }) => index <= applied);
    if (ready.length === 0) return;
    this.setConfirmed(this.confirmed.filter(({ index }) => index > applied));
    for (const { reads } of ready) for (const read of reads) this.ready.push(read);
    if (this.nextSlice === undefined) this.serve();
  }

  /** What is served later reads a state that is newer, which is as good. */
  private serve(): void {
    const { clock } = this;
    this.nextSlice = undefined;
    const endMs = clock.monotonic() + READS_SLICE_MS;
    while (this.served < this.ready.length) {
      this.ready[this.served++]?.done(undefined);
      if (this.served % READS_A_LOOK === 0 && clock.monotonic() >= endMs) break;
    }
    if (this.served < this.ready.length) {
      this.nextSlice = clock.setTimeout(() => this.serve(), 0);
    } else {
      this.ready = [];
      this.served = 0;
    }
  }

  /** Times out old reads, also those that only wait for entries to be applied, and asks again for a round whose answer was lost or that had no leader to ask. */
  sweep(): void {
    const nowMs = this.clock.monotonic();
    this.waiting = this.dropLate(this.waiting, nowMs);
    const confirmed = this.confirmed.map(({ index, reads }) => ({ index, reads: this.dropLate(reads, nowMs) }));
    this.setConfirmed(confirmed.filter(({ reads }) => reads.length > 0));
    if (this.round === undefined) return;
    const reads = this.dropLate(this.round.reads, nowMs);
    if (reads.length === 0) {
      this.round = undefined;
      if (this.waiting.length > 0) this.startRound();
    } else {
      this.round = { ...this.round, reads };
      if (nowMs - this.round.askedMs >= READ_INDEX_RETRY_MS) {
        this.slowCount++;
        this.ask(this.round);
      }
    }
  }

  /** Asks at once after an election, instead of at the next retry. */
  leaderChanged(): void {
    if (this.round !== undefined) this.ask(this.round);
  }

  stop(): void {
    const confirmed = this.confirmed.flatMap((each) => each.reads);
    const reads = [...this.waiting, ...(this.round?.reads ?? []), ...confirmed, ...this.ready.slice(this.served)];
    this.nextSlice?.cancel();
    this.nextSlice = undefined;
    this.ready = [];
    this.served = 0;
    this.waiting = [];
    this.round = undefined;
    this.setConfirmed([]);
    for (const { done } of reads) done(etcdError('stopped'));
  }

  private setConfirmed(confirmed: Confirmed[]): void {
    this.confirmed = confirmed;
    this.confirmedCount = confirmed.reduce((sum, { reads }) => sum + reads.length, 0);
  }

  private startRound(): void {
    this.round = { contexts: new Set(), reads: this.waiting, askedMs: 0 };
    this.waiting = [];
    this.ask(this.round);
  }

  private ask(round: Round): void {
    const context = `${this.contextPrefix}/${++this.sequence}`;
    round.askedMs = this.clock.monotonic();
    if (this.node.readIndex(context) !== 'ok') return;
    round.contexts.add(context);
    this.poke();
  }

  private dropLate(reads: Read[], nowMs: number): Read[] {
    if (reads.every((read) => read.deadlineMs > nowMs)) return reads;
    for (const read of reads) {
      if (read.deadlineMs > nowMs) continue;
      this.failedCount++;
      read.done(etcdError('timeout'));
    }
    return reads.filter((read) => read.deadlineMs > nowMs);
  }
}

/**
 * The side of a member that clients meet, for one life of it: the real Proposer (who waits for which entry), the real
 * queue of linearizable reads, the real clock of the leases, and watches. All of these run on the member's own clock.
 */
import { assert, type Clock, type Slices } from '@kuorum/base';
import type { Proposal, RawNode, ReadState, SoftState } from '@kuorum/store/raft';
import {
  type Command,
  etcdError,
  type EtcdError,
  LEASE_SWEEP_MS,
  LeaseKeeper,
  type Proposed,
  Proposer,
  ReadIndexQueue,
} from '@kuorum/store/server/simulated';
import { readIndexWithBug } from './core-bugs.js';
import { LEASE_TIME_SCALE, type MemberClock } from './member-clock.js';
import type { PlantedBug } from './planted-bugs.js';
import { ELECTION_TICKS, type SimOptions, TICK_MS } from './sim-options.js';
import type { Applied } from './sim-disk.js';
import { longReadsOf } from './sim-reads.js';
import type { Applying, SimState } from './sim-state.js';
import { type ServedWatch, WatchPump, type WatchSink } from './watch-pump.js';

/** Refused = certainly without effect. */
export type Answer<T> = (outcome: T | 'refused' | 'unknown') => void;

/** What a server needs of its member. */
export interface ServerHome {
  readonly name: string;
  readonly running: RawNode;
  readonly state: SimState;
  readonly applied: Applied;
  /** A snapshot is replacing the state. */
  readonly isReplacing: boolean;
  /** Counts the states that took the place of another. */
  readonly generation: number;
  readonly clock: MemberClock;
  readonly options: SimOptions;
  readonly bug: PlantedBug | undefined;
  /** Of this life; no other has it. */
  readonly origin: number;
  random(): number;
  highestApplied(): number;
  /** Runs `task` later in this life. */
  later(delayMs: number, task: () => void): void;
  moved(): void;
}

const MAX_REQUEST_BYTES = 100_000;
/** Several election timeouts, as in a real member. */
const PROPOSAL_TIMEOUT_MS = 7 * ELECTION_TICKS * TICK_MS;
/** Deadlines and leases are looked at every so many ticks; of leases that is as often as LEASE_SWEEP_MS says. */
const SWEEP_TICKS = Math.round(LEASE_SWEEP_MS / LEASE_TIME_SCALE / TICK_MS);

export class SimServer {
  private readonly proposer: Proposer;
  private readonly reads: ReadIndexQueue;
  private readonly longReads: ReturnType<typeof longReadsOf>;
  private readonly keeper: LeaseKeeper;
  /** The result that the waiter which is settled now is to see. */
  private settling: Applying | undefined;
  /** Leases granted in this reign. */
  private readonly granted = new Set<bigint>();
  private readonly pumps = new Set<WatchPump>();
  private softState: SoftState | undefined;
  private isSyncing = false;
  private skewMs = 0;
  private ticks = 0;

  constructor(private readonly home: ServerHome) {
    const { running, options, bug, origin, clock } = home;
    const poke = (): void => home.moved();
    const timeoutMs = PROPOSAL_TIMEOUT_MS * LEASE_TIME_SCALE;
    this.proposer = new Proposer(running, poke, { clock, timeoutMs, maxRequestBytes: MAX_REQUEST_BYTES, origin });
    const node: Pick<RawNode, 'readIndex'> = { readIndex: (ctx) => readIndexWithBug(running, ctx, bug) };
    this.reads = new ReadIndexQueue(node, poke, `${home.name}-${origin}`, clock, timeoutMs);
    this.longReads = longReadsOf(home, () => this.unavailable);
    this.keeper = new LeaseKeeper(
      {
        get machine() {
          return home.state;
        },
        clock: this.leaseClock(),
        get leadingTerm() {
          const { raft } = home.running;
          return raft.role.name === 'leader' ? raft.term : undefined;
        },
        get appliedTerm() {
          return home.applied.term;
        },
        linearizable: (done) => {
          if (bug === 'lease-of-old-leader') done(undefined);
          else this.reads.request((error) => done(error ?? this.unavailable));
        },
      },
      { proposeAsLeader: (command, term, done) => this.proposeAsLeader(command, term, done) },
      ELECTION_TICKS * options.tickMs * LEASE_TIME_SCALE,
    );
  }

  /** A snapshot replaces the state: nothing can be read. */
  get unavailable(): EtcdError | undefined {
    return this.home.isReplacing ? etcdError('restoring') : undefined;
  }

  tick(): void {
    this.proposer.retryHeld();
    if (++this.ticks % SWEEP_TICKS !== 0) return;
    this.proposer.sweep();
    this.reads.sweep();
    this.skewMs = this.home.bug === 'lease-early' ? 1000 : 0;
    this.keeper.sweep();
    this.skewMs = 0;
  }

  propose(command: Command, answer: Answer<Applying>, isRetry = false): void {
    const { bug } = this.home;
    let open = true;
    const end: Answer<Applying> = (outcome) => {
      if (open) answer(outcome);
      open = false;
    };
    this.proposer.propose(command, (error) => {
      const { settling } = this;
      const mayRetry = bug === 'retried-proposal' && !isRetry && settling === undefined;
      if (mayRetry && isLeaderChange(error)) this.propose(command, end, true);
      else end(settling ?? (error === undefined || isUnknown(error) ? 'unknown' : 'refused'));
    });
    if (bug === 'early-ack' && command.kind === 'store' && command.request.kind === 'put') end({ kind: 'unseen' });
    this.home.moved();
  }

  /** Linearizable, by ReadIndex. `read` looks at the state when it may. */
  read<T>(read: (state: SimState) => Slices<T>, answer: Answer<T>): void {
    const { home } = this;
    if (home.bug === 'stale-read') {
      this.serve(read, answer);
      return;
    }
    const floor = home.highestApplied();
    this.reads.request((error) => {
      if ((error ?? this.unavailable) !== undefined) {
        answer('refused');
        return;
      }
      const { index: appliedIndex } = home.applied;
      assert(appliedIndex >= floor, `stale read: member ${home.name} at ${appliedIndex}, but ${floor} was applied`);
      this.serve(read, answer);
    });
    home.moved();
  }

  /** Serializable: whatever this member has, if it has something whole. */
  readLocally<T>(read: (state: SimState) => Slices<T>, answer: Answer<T>): void {
    if (this.home.isReplacing) answer('refused');
    else this.serve(read, answer);
  }

  /** Undefined while nothing can be read. */
  get currentRevision(): number | undefined {
    return this.home.isReplacing ? undefined : this.home.state.mvcc.currentRevision;
  }

  /** Only the leader knows the time. The granted TTL; 0 = there is no such lease. */
  keepAlive(lease: bigint, answer: Answer<number>): void {
    this.keeper.renew(lease, (error, ttlSeconds) => answer(error === undefined ? (ttlSeconds ?? 0) : 'unknown'));
    this.home.moved();
  }

  /** False while nothing can be watched. */
  watch(request: ServedWatch, sink: WatchSink): WatchPump | undefined {
    if (this.home.isReplacing) return undefined;
    const pump = new WatchPump(this.home, request, sink);
    this.pumps.add(pump);
    return pump;
  }

  softStateChanged(softState: SoftState): void {
    const before = this.softState;
    this.softState = softState;
    if (before?.role !== softState.role) {
      this.granted.clear();
      this.keeper.roleChanged(softState.role);
    }
    if (before?.leader === softState.leader) return;
    this.home.later(0, () => {
      this.proposer.retryHeld();
      this.reads.leaderChanged();
      this.home.moved();
    });
  }

  /** Forwarded proposals that never left, as there is no way to the leader. */
  takeBack(proposals: readonly Proposal[]): void {
    this.proposer.takeBack(proposals);
  }

  /** An entry was applied: whoever waits for it here is answered. */
  settle(proposed: Proposed, applying: Applying): void {
    if (proposed.command.kind === 'leaseGrant') this.granted.add(proposed.command.id);
    this.settling = applying;
    this.proposer.settle({ proposed });
    this.settling = undefined;
  }

  /** A batch of entries was applied. */
  applied({ index, term }: Applied): void {
    this.proposer.appliedTerm(term);
    this.reads.appliedTo(index);
  }

  readsConfirmed(states: readonly ReadState[]): void {
    this.reads.readsConfirmed(states, this.home.applied.index);
  }

  /** The state was replaced: whoever watched it must watch the new one. */
  stateReplaced({ index }: Applied): void {
    this.endWatches();
    this.syncWatches();
    this.reads.appliedTo(index);
  }

  stop(): void {
    this.endWatches();
  }

  /** Watchers that are behind get their history, a slice at a time. */
  syncWatches(): void {
    if (this.isSyncing) return;
    this.isSyncing = true;
    this.home.later(this.home.random() * this.home.options.watchMsMax, () => {
      this.isSyncing = false;
      if (!this.home.isReplacing && this.home.state.watches.syncSlice()) this.syncWatches();
    });
  }

  endWatches(): void {
    for (const pump of this.pumps) pump.end();
    this.pumps.clear();
  }

  private proposeAsLeader(...[command, term, done]: Parameters<Proposer['proposeAsLeader']>): void {
    const isForgotten = command.kind === 'leaseExpire' && !this.granted.has(command.id);
    if (isForgotten && this.home.bug === 'lease-never') done(etcdError('leaderChanged'));
    else this.proposer.proposeAsLeader(command, term, done);
  }

  private serve<T>(read: (state: SimState) => Slices<T>, answer: Answer<T>): void {
    const { home } = this;
    this.longReads.serve<T>(
      () => read(home.state),
      (error, result) => answer(error === undefined && result !== undefined ? result : 'refused'),
      // Nobody says that he has gone.
      { onCancel: () => undefined },
    );
  }

  private leaseClock(): Clock {
    const { clock } = this.home;
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic() + this.skewMs,
      setTimeout: (fn, delayMs) => clock.setTimeout(fn, delayMs),
    };
  }
}

/** Lost with an earlier leader, or still on its way. */
function isLeaderChange(error: EtcdError | undefined): boolean {
  return error?.message === etcdError('leaderChanged').message;
}

/** Of a proposal that is refused for want of room it is certain that it has no effect; of all others it is not. */
function isUnknown(error: EtcdError): boolean {
  return error.message !== etcdError('tooManyRequests').message;
}

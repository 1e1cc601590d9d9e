/**
 * The clock of the leases. Only the leader counts time, and what it finds expired it only proposes to revoke: the keys
 * go away when that entry is applied, on every member alike. A new leader gives every lease the time of its last
 * checkpoint, or its full time (`promote`), so a change of leader never makes a lease expire early.
 *
 * That the lessor is primary says only that this member led when the last round of the Ready loop began. While a disk
 * write takes long the core may step down, and clients renew elsewhere. So whatever rests on leading asks the core
 * itself, and an expiry names the term that it was seen in and counts in no other.
 *
 * A new leader may have renewals in its log that it has not applied yet, of which clients were told. Until it has applied
 * an entry of its own term, and with that all before, it finds nothing expired.
 */
import type { Clock } from '@kuorum/base';
import { LeaseError, type LeaseTimeToLive } from '../lease/index.js';
import type { RoleName } from '../raft/index.js';
import { etcdError, toEtcdError, type EtcdError } from './errors.js';
import { LeadershipProof } from './leadership-proof.js';
import { LEADERSHIP_PROOF_MS, LEASES_REVOKED_PER_SWEEP } from './limits.js';
import type { Proposer } from './proposer.js';
import type { StateMachine } from './state-machine.js';
import type { Done } from './waiters.js';

/** What it needs of its member. */
export interface LeaseHome {
  readonly machine: Pick<StateMachine, 'lessor'> & { readonly counts: Pick<StateMachine['counts'], 'leasesRenewed'> };
  readonly clock: Clock;
  /** The term in which the core leads at this moment. */
  readonly leadingTerm: number | undefined;
  /** Of the last entry that was applied. */
  readonly appliedTerm: number;
  linearizable(done: Done<void>): void;
}

export class LeaseKeeper {
  /** The term for which the lessor was made primary. */
  private primaryTerm: number | undefined;
  private checkpointing = false;
  private readonly proof: LeadershipProof;

  constructor(
    private readonly home: LeaseHome,
    private readonly proposer: Pick<Proposer, 'proposeAsLeader'>,
    private readonly electionTimeoutMs: number,
  ) {
    this.proof = new LeadershipProof(home.clock, Math.min(LEADERSHIP_PROOF_MS, electionTimeoutMs / 2));
  }

  roleChanged(role: RoleName): void {
    const { machine, clock, leadingTerm } = this.home;
    const { lessor } = machine;
    this.primaryTerm = role === 'leader' ? leadingTerm : undefined;
    if (role === 'leader') lessor.promote(clock.monotonic(), this.electionTimeoutMs, leadingTerm);
    else if (lessor.isPrimary) lessor.demote();
  }

  /**
   * On the leader: proposes to revoke what has expired, and to note what long leases have left. A proposal that was not
   * taken is made again by a later sweep.
   */
  sweep(): void {
    const { machine, clock } = this.home;
    const { lessor } = machine;
    const term = this.servingTerm;
    if (term === undefined || !this.hasCaughtUp(term)) return;
    for (const id of lessor.expired(clock.monotonic(), LEASES_REVOKED_PER_SWEEP)) {
      this.proposer.proposeAsLeader({ kind: 'leaseExpire', id, term }, term, (error) => {
        // One that timed out is in the log, and may yet be applied: another one would only be more to do.
        if (wasNotTaken(error)) lessor.expiryDropped(id);
      });
    }
    this.checkpoint(term);
  }

  private checkpoint(term: number): void {
    const { machine, clock } = this.home;
    if (this.checkpointing) return;
    const checkpoints = machine.lessor.dueCheckpoints(clock.monotonic());
    if (checkpoints.length === 0) return;
    this.checkpointing = true;
    this.proposer.proposeAsLeader({ kind: 'leaseCheckpoint', term, checkpoints }, term, (error) => {
      this.checkpointing = false;
      // Of every other error it is unknown: then renewals go by the log.
      if (wasNotTaken(error)) machine.lessor.checkpointDropped(checkpoints);
    });
  }

  /**
   * Keeps a lease alive, on the leader; 0 = no such lease. It counts only if this member still leads in the same term, or
   * surely did a moment ago: whoever leads next gives every lease an election timeout more than its time (`promote`), so what is
   * promised within a part of that after a proof holds under the next leader, too. One that was paused for longer asks, and a read
   * that the next leader confirmed would not show that it was.
   */
  renew(id: bigint, done: Done<number>): void {
    const { machine, clock } = this.home;
    const term = this.servingTerm;
    if (term === undefined) return done(etcdError('leaderChanged'));
    let ttlSeconds: number;
    try {
      ttlSeconds = machine.lessor.renew(id, clock.monotonic());
      machine.counts.leasesRenewed++;
    } catch (error) {
      const refusal = toEtcdError(error);
      if (refusal === undefined) throw error;
      if (!this.hasCaughtUp(term)) done(etcdError('leaderChanged'));
      else if (error instanceof LeaseError && error.code === 'leaseNotFound') done(undefined, 0);
      else done(refusal);
      return;
    }
    const confirmed: Done<unknown> = (error) => {
      if (error !== undefined) done(error);
      else if (this.servingTerm !== term) done(etcdError('leaderChanged'));
      // An expiry that an earlier leader had put into the log may have been applied only now.
      else if (!machine.lessor.has(id)) done(undefined, 0);
      else done(undefined, ttlSeconds);
    };
    if (!machine.lessor.mustLogRenewal(id)) {
      if (this.proof.holds(term)) return confirmed(undefined);
      const asked = this.proof.moment();
      return this.home.linearizable((error) => {
        if (error === undefined && this.servingTerm === term) this.proof.record(term, asked);
        confirmed(error);
      });
    }
    const checkpoints = [{ id, remainingTtlSeconds: 0 }];
    this.proposer.proposeAsLeader({ kind: 'leaseCheckpoint', term, checkpoints }, term, confirmed);
  }

  /** On the leader; undefined = no such lease. */
  timeToLive(id: bigint, done: Done<LeaseTimeToLive | undefined>): void {
    const { machine, clock } = this.home;
    this.home.linearizable((error) => {
      if (error !== undefined) done(error);
      else if (this.servingTerm === undefined) done(etcdError('leaderChanged'));
      else done(undefined, machine.lessor.timeToLive(id, clock.monotonic()));
    });
  }

  private hasCaughtUp(term: number): boolean {
    return this.home.appliedTerm === term;
  }

  /** The term that this member leads in, as the core and the lessor both have it. */
  private get servingTerm(): number | undefined {
    const { leadingTerm } = this.home;
    return leadingTerm === this.primaryTerm ? leadingTerm : undefined;
  }
}

/** Not into the log of this leader. What it took is applied in its term, or is void in the next. */
function wasNotTaken(error: EtcdError | undefined): boolean {
  return error?.message === etcdError('tooManyRequests').message;
}

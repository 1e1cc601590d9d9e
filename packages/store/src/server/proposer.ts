/**
 * Puts commands into the log and waits for their outcome. A proposal that the core drops (no leader yet, too much
 * uncommitted) was neither appended nor sent, so it is offered again until its deadline; one that was taken is never
 * offered twice, as it might be applied twice.
 */
import { randomInt } from 'node:crypto';
import type { Clock } from '@kuorum/base';
import type { Caller } from '../auth/index.js';
import type { Proposal, RawNode } from '../raft/index.js';
import { decodeProposed, encodeProposed, type Command } from './command.js';
import { etcdError, type EtcdErrorName } from './errors.js';
import { MAX_HELD_BYTES, MAX_PENDING_PROPOSALS } from './limits.js';
import type { CommandResult } from './state-machine.js';
import type { Outcome } from './applier.js';
import { Waiters, type Done } from './waiters.js';

const ORIGIN_BOUND = 2 ** 48 - 1;

export interface ProposerOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly maxRequestBytes: number;
  /** Drawn unless given: see {@link Proposer.origin}. */
  readonly origin?: number;
}

export class Proposer {
  /** Differs in every run of every member, so that an entry of an earlier run never answers a waiter of this one. */
  readonly origin: number;
  private readonly waiters: Waiters<CommandResult>;
  private termApplied = 0;
  private held: { readonly sequence: number; readonly data: Uint8Array }[] = [];
  private heldBytes = 0;

  constructor(
    private readonly node: Pick<RawNode, 'propose' | 'raft'>,
    private readonly poke: () => void,
    private readonly options: ProposerOptions,
  ) {
    this.origin = options.origin ?? randomInt(1, ORIGIN_BOUND);
    this.waiters = new Waiters(options.clock, options.timeoutMs, MAX_PENDING_PROPOSALS);
  }

  get pendingCount(): number {
    return this.waiters.size;
  }

  get failedCount(): number {
    return this.waiters.failedCount;
  }

  propose(command: Command, done: Done<CommandResult>, caller?: Caller): void {
    const sequence = this.waiters.add(done);
    if (sequence === undefined) return;
    const data = encodeProposed({ origin: this.origin, sequence, command, caller });
    if (data.length > this.options.maxRequestBytes) {
      this.waiters.settle(sequence, etcdError('requestTooLarge'));
      return;
    }
    this.offer(sequence, data);
  }

  /**
   * Puts the command into the log only if this member leads in `term`. It is neither held nor passed on: what only this
   * leader knows must not reach the log of another one.
   */
  proposeAsLeader(command: Command, term: number, done: Done<CommandResult>): void {
    const { raft } = this.node;
    if (raft.role.name !== 'leader' || raft.term !== term) {
      done(etcdError('leaderChanged'));
      return;
    }
    const sequence = this.waiters.add(done);
    if (sequence === undefined) return;
    if (this.node.propose(encodeProposed({ origin: this.origin, sequence, command })) !== 'ok') {
      this.waiters.settle(sequence, etcdError('tooManyRequests'));
      return;
    }
    this.waiters.sentIn(sequence, term);
    this.poke();
  }

  settle({ proposed, error, result }: Outcome): void {
    if (proposed.origin === this.origin) this.waiters.settle(proposed.sequence, error, result);
  }

  /**
   * An entry of `term` was applied. What went out in an earlier term and is not applied by now was lost with the old
   * leader (or, hardly, still wanders towards the new one): its outcome is unknown, and waiting longer tells nothing.
   */
  appliedTerm(term: number): void {
    if (term <= this.termApplied) return;
    this.termApplied = term;
    this.waiters.failBefore(term, etcdError('leaderChanged'));
  }

  /** There may be a leader now, or room. */
  retryHeld(): void {
    const held = this.held;
    if (held.length === 0) return;
    this.letGo();
    for (const { sequence, data } of held) if (this.waiters.has(sequence)) this.offer(sequence, data);
  }

  /** Forwarded proposals that never left this member, as the connection to the leader did not hold. */
  takeBack(proposals: readonly Proposal[]): void {
    for (const { type, data } of proposals) {
      if (type !== 'normal' || data.length === 0) continue;
      const { origin, sequence } = decodeProposed(data);
      if (origin === this.origin && this.waiters.has(sequence)) this.hold(sequence, data);
    }
  }

  sweep(cause?: (startedMs: number) => EtcdErrorName): void {
    this.waiters.sweep(cause);
  }

  stop(): void {
    this.letGo();
    this.waiters.failAll(etcdError('stopped'));
  }

  private offer(sequence: number, data: Uint8Array): void {
    if (this.node.propose(data) !== 'ok') {
      this.hold(sequence, data);
      return;
    }
    this.waiters.sentIn(sequence, this.node.raft.term);
    this.poke();
  }

  private hold(sequence: number, data: Uint8Array): void {
    if (this.heldBytes + data.length > MAX_HELD_BYTES) {
      this.waiters.settle(sequence, etcdError('tooManyRequests'));
      return;
    }
    this.held.push({ sequence, data });
    this.heldBytes += data.length;
  }

  private letGo(): void {
    this.held = [];
    this.heldBytes = 0;
  }
}

/**
 * Changes of membership, from request to answer. Any member takes a request; the leader checks it and puts it into the
 * log (`decide`), under the number of who asked; whoever asked hears the outcome from its own log (`applyEntry`), so
 * the answer survives the leader's death. A change that went out under a leader who is gone without it is asked of the
 * next one: it names the member's id, so that a second entry of it does nothing.
 *
 * One change is under way at a time; others wait at the member that was asked.
 */
import { randomInt } from 'node:crypto';
import type { ServiceError } from '@grpc/grpc-js';
import type { Clock } from '@kuorum/base';
import { toInt64 } from '@kuorum/wire';
import {
  decodeConfChange,
  NO_NODE,
  type ConfState,
  type NodeId,
  type RawNode,
  type RoleName,
  type Status,
} from '../raft/index.js';
import { EtcdError, etcdError, type EtcdErrorName } from './errors.js';
import {
  APPLIED_CHANGES_REMEMBERED,
  LEARNERS_MAX,
  MAX_PENDING_CHANGES,
  PEER_CALL_TIMEOUT_MS,
  PEER_HEALTHY_AFTER_MS,
} from './limits.js';
import type { Member } from './member.js';
import {
  confChangeOf,
  decodeChange,
  encodeChange,
  refusalByRecords,
  type MembershipChange,
  type ProposedChange,
} from './membership-change.js';
import type { MemberRecord, Membership } from './membership.js';
import { refusalByHealth } from './reconfiguration-check.js';
import type { Done } from './waiters.js';

const ORIGIN_BOUND = 2 ** 48 - 1;

/** What it needs of its member. */
export interface ReconfigurerHome {
  readonly id: NodeId;
  readonly clusterId: bigint;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly node: Pick<RawNode, 'proposeConfChange' | 'applyConfChange'> & {
    readonly raft: { readonly role: { readonly name: RoleName }; readonly term: number; readonly leader: NodeId };
    status(): Pick<Status, 'progress'>;
  };
  readonly members: Membership;
  readonly strict: boolean;
  readonly healthyAfterMs: number;
  readonly maxLearners: number;
  connectedForMs(id: NodeId): number | undefined;
  /** Hands a change to another member; false when that is out of reach, and nothing was sent. */
  ask(leader: NodeId, change: Buffer, done: (error: Pick<ServiceError, 'code' | 'details'> | null) => void): boolean;
  poke(): void;
  /** This member was removed. */
  removed(): void;
}

export function homeOf(member: Member): ReconfigurerHome {
  const { id, clusterId, clock, timeoutMs, node, options, dependencies } = member;
  return {
    ...{ id, clusterId, clock, timeoutMs, node },
    poke: () => member.poke(),
    members: member.machine.members,
    strict: options.strictReconfigCheck,
    maxLearners: options.maxLearners ?? LEARNERS_MAX,
    healthyAfterMs: dependencies.peerHealthyAfterMs ?? PEER_HEALTHY_AFTER_MS,
    connectedForMs: (peer) => member.transport.connectedForMs(peer),
    ask: (leader, record, done) => {
      const calls = member.transport.callsTo(leader);
      const request = { cluster_id: toInt64(clusterId), change: record };
      calls?.Reconfigure(request, { deadline: Date.now() + PEER_CALL_TIMEOUT_MS }, done);
      return calls !== undefined;
    },
    removed: () => {
      // It may have led: the others need not wait for their election timeout.
      member.transport.resetStreams('this member was removed');
      member.removal.happened();
    },
  };
}

interface Pending {
  readonly change: MembershipChange;
  readonly deadlineMs: number;
  readonly done: Done<readonly MemberRecord[]>;
  /** The term in which it was handed to a leader; undefined while it waits for one. */
  sentInTerm: number | undefined;
}

/** Refusals that only mean: not now. */
const tryAgain: ReadonlySet<EtcdErrorName> = new Set<EtcdErrorName>(['notLeader', 'changePending']);

export class Reconfigurer {
  private readonly origin = randomInt(1, ORIGIN_BOUND);
  private sequence = 0;
  private readonly pending = new Map<number, Pending>();
  private termApplied = 0;
  /** Who waited for the changes that were applied last: a change that is offered again may be among them. */
  private readonly applied = new Set<string>();

  constructor(private readonly home: ReconfigurerHome) {}

  /** `done` gets all members as they are after the change. */
  request(change: MembershipChange, done: Done<readonly MemberRecord[]>): void {
    if (this.pending.size >= MAX_PENDING_CHANGES) return done(etcdError('tooManyRequests'));
    const sequence = ++this.sequence;
    const deadlineMs = this.home.clock.monotonic() + this.home.timeoutMs;
    this.pending.set(sequence, { change, deadlineMs, done, sentInTerm: undefined });
    this.offer(sequence);
  }

  /** For a peer that asks; undefined = it is in the log. */
  decideRecord(record: Uint8Array): EtcdError | undefined {
    const refusal = this.decide(decodeChange(record));
    return refusal === undefined ? undefined : etcdError(refusal);
  }

  /**
   * Applies a committed change, unless the records forbid it by now, on all members alike. Gives the configuration, and
   * what is to be done once that is in the database.
   */
  applyEntry(data: Uint8Array): { readonly confState?: ConfState; readonly afterwards?: () => void } {
    const confChange = decodeConfChange(data);
    const { node, members } = this.home;
    // The end of a joint configuration: about nobody in particular.
    if (confChange.context.length === 0) return { confState: node.applyConfChange(confChange) };
    const proposed = decodeChange(confChange.context);
    this.remember(proposed);
    const refusal = refusalByRecords(members, proposed.change);
    if (refusal !== undefined) return { afterwards: () => this.settleOwn(proposed, etcdError(refusal)) };
    const confState = node.applyConfChange(confChange);
    members.apply(proposed.change);
    const list = members.list();
    return {
      confState,
      afterwards: () => {
        this.settleOwn(proposed, undefined, list);
        if (members.wasRemoved(this.home.id)) this.home.removed();
      },
    };
  }

  /** An entry of `term` was applied: what went out earlier and is not applied by now was lost with its leader. */
  appliedTerm(term: number): void {
    this.termApplied = term;
  }

  /** Offers again what waits for a leader or for its turn, and gives up what has waited too long. */
  sweep(): void {
    const nowMs = this.home.clock.monotonic();
    for (const [sequence, { deadlineMs, sentInTerm }] of [...this.pending]) {
      if (deadlineMs <= nowMs) this.settle(sequence, etcdError('timeout'));
      else if (sentInTerm === undefined || sentInTerm < this.termApplied) this.offer(sequence);
    }
  }

  stop(): void {
    for (const sequence of [...this.pending.keys()]) this.settle(sequence, etcdError('stopped'));
  }

  private offer(sequence: number): void {
    const pending = this.pending.get(sequence);
    if (pending === undefined) return;
    pending.sentInTerm = undefined;
    const { raft } = this.home.node;
    const proposed = { origin: this.origin, sequence, change: pending.change };
    if (raft.role.name !== 'leader') {
      this.askLeader(sequence, pending, proposed);
      return;
    }
    const refusal = this.decide(proposed);
    if (refusal === undefined) pending.sentInTerm = raft.term;
    else if (!tryAgain.has(refusal)) this.settle(sequence, etcdError(refusal));
  }

  private askLeader(sequence: number, pending: Pending, proposed: ProposedChange): void {
    const { raft } = this.home.node;
    if (raft.leader === NO_NODE) return;
    pending.sentInTerm = raft.term;
    const isAsked = this.home.ask(raft.leader, encodeChange(proposed), (error) => {
      // Else it is on its way, or nobody knows: the log will tell, or the next leader's.
      if (error !== null && isRefusal(error)) this.refused(sequence, error);
    });
    if (!isAsked) pending.sentInTerm = undefined;
  }

  private refused(sequence: number, { code, details }: Pick<ServiceError, 'code' | 'details'>): void {
    const isLater = [...tryAgain].some((name) => etcdError(name).message === details);
    const pending = this.pending.get(sequence);
    if (!isLater) this.settle(sequence, new EtcdError(code, details));
    else if (pending !== undefined) pending.sentInTerm = undefined;
  }

  /** On the leader: checks it, and puts it into the log. */
  private decide(proposed: ProposedChange): EtcdErrorName | undefined {
    const { node, members, id: selfId, strict, healthyAfterMs, maxLearners } = this.home;
    if (node.raft.role.name !== 'leader') return 'notLeader';
    // Offered again by one whose log is behind: it will hear of it there.
    if (this.applied.has(nameOf(proposed))) return undefined;
    const { progress } = node.status();
    const connectedForMs = (id: NodeId): number | undefined => this.home.connectedForMs(id);
    const view = { selfId, members: members.list(), strict, progress, connectedForMs, healthyAfterMs };
    const refusal = refusalByHealth(view, proposed.change) ?? refusalByRecords(members, proposed.change, maxLearners);
    if (refusal !== undefined) return refusal;
    const result = node.proposeConfChange(confChangeOf(proposed, members));
    switch (result) {
      case 'ok':
        this.home.poke();
        return undefined;
      case 'droppedNoLeader':
      case 'droppedNotMember':
        return 'notLeader';
      case 'droppedConfChangePending':
      case 'droppedTransferring':
      case 'droppedTooManyUncommitted':
        return 'changePending';
      // Without the strict check this one would remove the last voter.
      case 'droppedInvalidConfChange':
        return 'notEnoughStarted';
    }
  }

  private remember(proposed: ProposedChange): void {
    this.applied.add(nameOf(proposed));
    const [oldest] = this.applied;
    if (this.applied.size > APPLIED_CHANGES_REMEMBERED && oldest !== undefined) this.applied.delete(oldest);
  }

  private settleOwn(proposed: ProposedChange, error: EtcdError | undefined, members?: readonly MemberRecord[]): void {
    if (proposed.origin === this.origin) this.settle(proposed.sequence, error, members);
  }

  private settle(sequence: number, error: EtcdError | undefined, members?: readonly MemberRecord[]): void {
    const pending = this.pending.get(sequence);
    this.pending.delete(sequence);
    pending?.done(error, members);
  }
}

function nameOf({ origin, sequence }: ProposedChange): string {
  return `${origin} ${sequence}`;
}

/** Said by the leader, not by the connection to it. */
function isRefusal({ details }: Pick<ServiceError, 'details'>): boolean {
  return details.startsWith('etcdserver: ');
}

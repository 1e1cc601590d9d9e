/**
 * The interface of the core: events in by method calls, work out by {@link Ready}. No clock, no network, no disk.
 *
 *     const node = new RawNode(config);
 *     node.tick(); node.step(message); node.propose(data);
 *     while (node.hasReady()) {
 *       const ready = node.ready();
 *       send(ready.messages);                                  // needs no disk
 *       await persist(ready.snapshot, ready.entries, ready.hardState, ready.mustSync);
 *       send(ready.messagesAfterPersist);
 *       apply(ready.snapshot, ready.committedEntries);         // a confChange entry: node.applyConfChange(...)
 *       node.advance();
 *     }
 *
 * Between `ready()` and `advance()` everything but `ready()` may be called; its effects wait for the next Ready, which
 * is what makes group commit: all that arrives during one disk write shares the next.
 */
import { assert, mustGet } from '@kuorum/base';
import { changeConfiguration } from './confchange/changer.js';
import { encodeConfChange } from './confchange/codec.js';
import { confStateOf } from './confchange/configuration.js';
import type { RaftConfig } from './config.js';
import { campaign } from './election.js';
import { applyConfChange, maybeLeaveJoint } from './membership.js';
import type { Message, Proposal } from './messages.js';
import type { ProposeResult, ReadIndexResult, Ready, SoftState, Status } from './output.js';
import { Raft } from './raft.js';
import { reduceUncommitted, sendAppendsOfRound } from './replication.js';
import { proposeAsFollower, readIndexAsFollower } from './step-follower.js';
import {
  commitMore,
  proposeAsLeader,
  readIndexAsLeader,
  reportSnapshot,
  reportUnreachable,
  startTransfer,
} from './step-leader.js';
import { step } from './step.js';
import { tick } from './tick.js';
import {
  type ConfChange,
  type ConfState,
  type Entry,
  type HardState,
  NO_NODE,
  type NodeId,
  type ReadContext,
  TERM_ZERO,
} from './types.js';

export class RawNode {
  /** The state machine inside; for invariants and teaching views, not for changing. */
  readonly raft: Raft;
  private previousSoftState: SoftState;
  private previousHardState: HardState;
  private outstanding: { readonly ready: Ready; readonly toSelf: readonly Message[] } | undefined;

  constructor(config: RaftConfig) {
    this.raft = new Raft(config);
    this.previousSoftState = this.softState();
    this.previousHardState = config.storage.initialState().hardState;
  }

  tick(): void {
    tick(this.raft);
  }

  /** Starts an election now, as if the timer had fired. */
  campaign(): void {
    campaign(this.raft);
  }

  propose(data: Uint8Array): ProposeResult {
    return this.proposeAll([{ type: 'normal', data }]);
  }

  /** The answer comes as a committed `confChange` entry, for which the shell calls {@link applyConfChange}. */
  proposeConfChange(change: ConfChange): ProposeResult {
    return this.proposeAll([{ type: 'confChange', data: encodeConfChange(change) }]);
  }

  /** All or none, in one message: one Request Batch. */
  proposeAll(proposals: readonly Proposal[]): ProposeResult {
    const { role } = this.raft;
    switch (role.name) {
      case 'leader':
        return proposeAsLeader(this.raft, role, proposals);
      case 'follower':
        return proposeAsFollower(this.raft, proposals);
      case 'preCandidate':
      case 'candidate':
        return 'droppedNoLeader';
    }
  }

  /** Why `change` would be refused in the present configuration; undefined when it is fine. */
  refusalOf(change: ConfChange): string | undefined {
    const result = changeConfiguration(this.raft.membership, change);
    return result.ok ? undefined : result.reason;
  }

  /** To be called for every committed `confChange` entry, in its turn. Gives the membership to persist. */
  applyConfChange(change: ConfChange): ConfState {
    applyConfChange(this.raft, change);
    return confStateOf(this.raft.membership);
  }

  step(message: Message): void {
    assert(message.to === this.raft.id, `a message for ${message.to} was delivered to ${this.raft.id}`);
    step(this.raft, message);
  }

  /** A linearizable read; answered by a ReadState with the same `ctx`, or never (a lost message: ask again). */
  readIndex(ctx: ReadContext): ReadIndexResult {
    const { role, id } = this.raft;
    switch (role.name) {
      case 'leader':
        return readIndexAsLeader(this.raft, role, { from: id, ctx });
      case 'follower':
        return readIndexAsFollower(this.raft, ctx);
      case 'preCandidate':
      case 'candidate':
        return 'droppedNoLeader';
    }
  }

  /** Asks for the leadership to go to `transferee`; no promise: watch the soft state. */
  transferLeader(transferee: NodeId): void {
    const { role, id: from, leader: to } = this.raft;
    if (role.name === 'leader') startTransfer(this.raft, role, transferee);
    else if (to !== NO_NODE) this.raft.send({ type: 'transferLeader', from, to, term: TERM_ZERO, transferee });
  }

  /** A message to `id` could not be sent. */
  reportUnreachable(id: NodeId): void {
    if (this.raft.role.name === 'leader') reportUnreachable(this.raft.role, id);
  }

  /** How the transfer of a `snap` message ended. Must be called for every one: nothing else is sent to `id` till then. */
  reportSnapshot(id: NodeId, ok: boolean): void {
    if (this.raft.role.name === 'leader') reportSnapshot(this.raft.role, id, ok);
  }

  /**
   * The connection from the leader was reset, as it is when its process dies: do not wait for the whole timeout.
   * Forgets the leader, and campaigns within a few ticks (random, against split votes) unless it is heard again.
   *
   * Safe because it is only a hint about time. It does not disturb a living leader either, as PreVote comes first: all
   * who still hear the leader refuse. Without PreVote, or not as a follower, it does nothing.
   */
  reportLeaderConnectionLost(): void {
    this.raft.forgetLeader();
  }

  hasReady(): boolean {
    const { raft } = this;
    if (this.outstanding !== undefined) return false;
    return (
      raft.messages.length > 0 ||
      raft.messagesAfterPersist.length > 0 ||
      raft.readStates.length > 0 ||
      raft.log.unstable.entries.length > 0 ||
      raft.log.unstable.snapshot !== undefined ||
      raft.log.hasNextCommittedEntries() ||
      !sameHardState(raft.hardState(), this.previousHardState) ||
      !sameSoftState(this.softState(), this.previousSoftState)
    );
  }

  ready(): Ready {
    assert(this.outstanding === undefined, 'cannot take a second Ready before advance()');
    const { raft } = this;
    if (raft.role.name === 'leader') sendAppendsOfRound(raft, raft.role);
    const softState = this.softState();
    const hardState = raft.hardState();
    const { snapshot } = raft.log.unstable;
    if (snapshot !== undefined) raft.restoreMembership(snapshot.metadata.confState);
    const entries: readonly Entry[] = [...raft.log.unstable.entries];
    const afterPersist = raft.messagesAfterPersist;
    const committedEntries = raft.nextCommittedEntries();
    // A configuration that is in force must not be forgotten: an elder one may count on a member that is gone for good by then.
    const changes = committedEntries.some(({ type }) => type === 'confChange');
    const sync = changes || mustSync(hardState, this.previousHardState, entries, snapshot !== undefined);
    const withHardState = sync || !sameHardState(hardState, this.previousHardState);
    const ready: Ready = {
      entries,
      messages: raft.messages,
      messagesAfterPersist: afterPersist.filter((message) => message.to !== raft.id),
      committedEntries,
      readStates: raft.readStates,
      mustSync: sync,
      // Last: V8 is slow with objects that go on after a copy.
      ...(sameSoftState(softState, this.previousSoftState) ? {} : { softState }),
      ...(withHardState ? { hardState } : {}),
      ...(snapshot === undefined ? {} : { snapshot }),
    };
    raft.messages = [];
    raft.messagesAfterPersist = [];
    raft.readStates = [];
    this.previousSoftState = softState;
    this.previousHardState = hardState;
    this.outstanding = { ready, toSelf: afterPersist.filter((message) => message.to === raft.id) };
    return ready;
  }

  /**
   * What came up since {@link ready} and needs no disk, so that heartbeats and answers to them need not wait for a Ready that
   * takes long; the next one is without it. Nothing else of the next Ready can be had before {@link advance}.
   */
  takeMessages(): readonly Message[] {
    const { messages } = this.raft;
    if (messages.length > 0) this.raft.messages = [];
    return messages;
  }

  /** One of its entries takes long to apply, and goes on: that is no reason to step down (apply-stall.ts). */
  applies(): void {
    this.raft.applyStalledTicks = 0;
  }

  /** The outstanding Ready is done: persisted, sent and applied. */
  advance(): void {
    const { ready, toSelf } = mustGet(this.outstanding, 'the Ready to advance past');
    const { raft } = this;
    this.outstanding = undefined;
    if (ready.snapshot !== undefined) {
      const { index } = ready.snapshot.metadata;
      raft.log.unstable.stableSnapshotTo(index);
      raft.log.appliedTo(index);
    }
    const lastEntry = ready.entries.at(-1);
    if (lastEntry !== undefined) raft.log.unstable.stableTo(lastEntry.index, lastEntry.term);
    const lastCommitted = ready.committedEntries.at(-1);
    if (lastCommitted !== undefined) raft.log.appliedTo(lastCommitted.index);
    if (raft.role.name === 'leader') {
      reduceUncommitted(raft.role, ready.committedEntries);
      this.countOwnDisk();
    }
    for (const message of toSelf) step(raft, message);
    maybeLeaveJoint(raft);
  }

  /** A leader counts itself like any other member: by what is on its disk. */
  private countOwnDisk(): void {
    const { raft } = this;
    if (raft.role.name !== 'leader') return;
    const own = raft.role.progress.get(raft.id);
    if (own?.maybeUpdate(raft.log.stableIndex())) commitMore(raft, raft.role);
  }

  status(): Status {
    const { raft } = this;
    const leader = raft.role.name === 'leader' ? raft.role : undefined;
    return {
      id: raft.id,
      ...this.softState(),
      term: raft.term,
      vote: raft.vote,
      commit: raft.log.committed,
      applied: raft.log.applied,
      firstIndex: raft.log.firstIndex(),
      lastIndex: raft.log.lastIndex(),
      electionElapsedTicks: raft.electionElapsedTicks,
      applyStalledTicks: raft.applyStalledTicks,
      randomizedElectionTicks: raft.randomizedElectionTicks,
      confState: confStateOf(raft.membership),
      leadTransferee: leader?.transferee ?? NO_NODE,
      progress: new Map([...(leader?.progress ?? [])].map(([id, progress]) => [id, progress.status()])),
    };
  }

  private softState(): SoftState {
    return { leader: this.raft.leader, role: this.raft.role.name };
  }
}

function sameSoftState(a: SoftState, b: SoftState): boolean {
  return a.leader === b.leader && a.role === b.role;
}

function sameHardState(a: HardState, b: HardState): boolean {
  return a.term === b.term && a.vote === b.vote && a.commit === b.commit;
}

/**
 * A commit index that comes alone may be lost: it is learnt again from the leader. One that comes with entries must not
 * be: the entry of a configuration change brings with it the news that the change before is committed, and a member
 * that forgot this could campaign two configurations behind, without a common majority. So every synced batch has it;
 * and {@link RawNode.ready} syncs in any case what commits a change of the configuration.
 */
function mustSync(now: HardState, before: HardState, entries: readonly Entry[], hasSnapshot: boolean): boolean {
  return entries.length > 0 || hasSnapshot || now.term !== before.term || now.vote !== before.vote;
}

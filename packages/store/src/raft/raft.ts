/**
 * The state of one member and its transitions between roles; what a role does with a message is in step-*.ts.
 *
 *                   timeout, campaign              pre-vote won              vote won
 *      follower ----------------------> preCandidate ---------> candidate -----------> leader
 *          ^                                 |                      |                     |
 *          '---------------------------------+----------------------+---------------------'
 *               higher term, a leader of this term, vote lost, quorum not heard (leader)
 *
 * Invariants (checked by invariants.ts): the term never decreases; within a term the vote changes only from none;
 * applied <= committed <= last index; a leader's own log is only ever appended to.
 * Source: Figure 2 of the paper; etcd/raft raft.go for the parts that the paper leaves open.
 */
import { assert, type Prng } from '@kuorum/base';
import { type Configuration, configurationOf, memberIds } from './confchange/configuration.js';
import { checkConfig, type RaftConfig } from './config.js';
import {
  APPLY_STALL_ELECTION_TIMEOUTS,
  LOST_LEADER_SPREAD_DIVISOR,
  MAX_COMMITTED_SIZE_PER_READY_BYTES,
  MAX_INFLIGHT_BYTES,
  MAX_PENDING_READS,
} from './limits.js';
import type { Message } from './messages.js';
import type { ReadState } from './output.js';
import { isVoter } from './quorum/joint.js';
import { RaftLog } from './raft-log.js';
import { ReadOnly } from './read-only.js';
import { Progress } from './tracker/progress.js';
import {
  asLogIndex,
  asTerm,
  type ConfState,
  type Entry,
  type HardState,
  type LogIndex,
  NO_NODE,
  type NodeId,
  type Term,
} from './types.js';

export interface FollowerRole {
  readonly name: 'follower';
}

export interface CandidateRole {
  readonly name: 'preCandidate' | 'candidate';
  readonly votes: Map<NodeId, boolean>;
}

export interface LeaderRole {
  readonly name: 'leader';
  readonly progress: Map<NodeId, Progress>;
  readonly readOnly: ReadOnly;
  /** No further configuration change is proposed until this index is applied. */
  pendingConfIndex: LogIndex;
  uncommittedBytes: number;
  transferee: NodeId;
}

export type Role = FollowerRole | CandidateRole | LeaderRole;

export class Raft {
  readonly id: NodeId;
  readonly log: RaftLog;
  readonly prng: Prng;
  readonly config: Required<Omit<RaftConfig, 'id' | 'storage' | 'applied' | 'prng'>>;

  term: Term;
  vote: NodeId;
  /** The leader of this term as far as it is known; of a leader itself. */
  leader: NodeId = NO_NODE;
  role: Role = { name: 'follower' };
  membership: Configuration;

  /** Ticks since a leader was last heard or a vote was granted; of a leader, since the last quorum check. */
  electionElapsedTicks = 0;
  heartbeatElapsedTicks = 0;
  /** Ticks in which committed entries waited and none was applied (apply-stall.ts). */
  applyStalledTicks = 0;
  lastSeenApplied: LogIndex;
  randomizedElectionTicks = 0;

  /** Output, taken by the next Ready. */
  messages: Message[] = [];
  messagesAfterPersist: Message[] = [];
  readStates: ReadState[] = [];

  constructor(config: RaftConfig) {
    checkConfig(config);
    const { hardState, confState } = config.storage.initialState();
    this.id = config.id;
    this.prng = config.prng;
    this.config = {
      disableProposalForwarding: false,
      maxCommittedSizePerReadyBytes: MAX_COMMITTED_SIZE_PER_READY_BYTES,
      applyStallTicks: config.electionTicks * APPLY_STALL_ELECTION_TIMEOUTS,
      maxInflightBytes: MAX_INFLIGHT_BYTES,
      maxPendingReads: MAX_PENDING_READS,
      ...config,
    };
    this.log = new RaftLog(config.storage, config.applied, hardState.commit);
    this.lastSeenApplied = this.log.applied;
    this.term = hardState.term;
    this.vote = hardState.vote;
    this.membership = configurationOf(confState);
    this.becomeFollower(this.term, NO_NODE);
  }

  hardState(): HardState {
    return { term: this.term, vote: this.vote, commit: this.log.committed };
  }

  becomeFollower(term: Term, leader: NodeId): void {
    this.reset(term);
    this.leader = leader;
    this.role = { name: 'follower' };
  }

  /** Asks for votes in the next term without entering it: neither term nor vote change (thesis §9.6). */
  becomePreCandidate(): void {
    assert(this.role.name !== 'leader', 'a leader cannot become pre-candidate');
    this.leader = NO_NODE;
    this.electionElapsedTicks = 0;
    this.randomizeElectionTimeout();
    this.role = { name: 'preCandidate', votes: new Map() };
  }

  becomeCandidate(): void {
    assert(this.role.name !== 'leader', 'a leader cannot become candidate');
    this.reset(asTerm(this.term + 1));
    this.vote = this.id;
    this.role = { name: 'candidate', votes: new Map() };
  }

  /** The caller appends the no-op of the new term next: only that lets older entries commit (§5.4.2, §8). */
  becomeLeader(): LeaderRole {
    assert(this.role.name === 'candidate', `a ${this.role.name} cannot become leader`);
    this.reset(this.term);
    this.leader = this.id;
    const role: LeaderRole = {
      name: 'leader',
      progress: new Map(),
      readOnly: new ReadOnly(),
      // There may be one unapplied change among the entries that were taken over; waiting for all of them is enough.
      pendingConfIndex: this.log.lastIndex(),
      uncommittedBytes: 0,
      transferee: NO_NODE,
    };
    for (const id of memberIds(this.membership)) role.progress.set(id, this.newProgress(id));
    this.role = role;
    return role;
  }

  newProgress(id: NodeId): Progress {
    const next = asLogIndex(this.log.lastIndex() + 1);
    const { maxInflightMsgs, maxInflightBytes } = this.config;
    const progress = new Progress(next, !isVoter(this.membership, id), maxInflightMsgs, maxInflightBytes);
    if (id === this.id) {
      progress.becomeReplicate();
      progress.maybeUpdate(this.log.stableIndex());
      progress.recentActive = true;
    }
    return progress;
  }

  private reset(term: Term): void {
    assert(term >= this.term, `the term cannot go back from ${this.term} to ${term}`);
    if (term !== this.term) {
      this.term = term;
      this.vote = NO_NODE;
    }
    this.leader = NO_NODE;
    this.electionElapsedTicks = 0;
    this.heartbeatElapsedTicks = 0;
    this.randomizeElectionTimeout();
  }

  /** Randomness breaks the symmetry of split votes (§5.2). */
  private randomizeElectionTimeout(): void {
    const { electionTicks } = this.config;
    this.randomizedElectionTicks = electionTicks + this.prng.int(electionTicks);
  }

  /** See RawNode.reportLeaderConnectionLost. */
  forgetLeader(): void {
    if (!this.config.preVote || this.role.name !== 'follower' || this.leader === NO_NODE) return;
    this.leader = NO_NODE;
    const spreadTicks = Math.ceil(this.config.electionTicks / LOST_LEADER_SPREAD_DIVISOR);
    const waitTicks = 1 + this.prng.int(spreadTicks);
    this.electionElapsedTicks = Math.max(this.electionElapsedTicks, this.randomizedElectionTicks - waitTicks);
  }

  /** Of a snapshot, when it is handed out for installation; till then this member does not campaign. */
  restoreMembership(confState: ConfState): void {
    assert(this.role.name === 'follower', `a ${this.role.name} cannot restore a snapshot`);
    this.membership = configurationOf(confState);
  }

  /** A voter of this member's own configuration, with a log to stand on. */
  promotable(): boolean {
    return isVoter(this.membership, this.id) && this.log.unstable.snapshot === undefined;
  }

  /**
   * Queues a message. What promises that something is durable (votes, acknowledgements) waits for the disk; so do
   * requests for votes, so that a leader's own term and vote are on disk before anybody can make it leader.
   */
  send(message: Message): void {
    switch (message.type) {
      case 'vote':
      case 'preVote':
      case 'voteResp':
      case 'preVoteResp':
      case 'appResp':
        this.messagesAfterPersist.push(message);
        return;
      case 'app':
      case 'heartbeat':
      case 'heartbeatResp':
      case 'snap':
      case 'timeoutNow':
      case 'transferLeader':
      case 'prop':
      case 'readIndex':
      case 'readIndexResp':
        assert(message.to !== this.id, `cannot send ${message.type} to itself`);
        this.messages.push(message);
        return;
    }
  }

  /** The next entries to apply and, of those, what a slice may hold. */
  nextCommittedEntries(): readonly Entry[] {
    return this.log.nextCommittedEntries(this.config.maxCommittedSizePerReadyBytes);
  }
}

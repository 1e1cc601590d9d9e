/**
 * What members say to one another: the RPCs of Figures 2 and 13 and of the thesis, as one-way messages under etcd's
 * names. Proposals and reads on their way from a follower to the leader are messages too.
 */
import type { Entry, EntryType, LogIndex, NodeId, ReadContext, Snapshot, Term } from './types.js';

interface MessageBase {
  readonly from: NodeId;
  readonly to: NodeId;
  /** The sender's term. `prop`, `readIndex` and `transferLeader` carry 0: they are requests, valid in any term. */
  readonly term: Term;
}

/** AppendEntries of the paper: `entries` follow the entry (`prevIndex`, `prevTerm`). */
export interface AppMessage extends MessageBase {
  readonly type: 'app';
  readonly prevIndex: LogIndex;
  readonly prevTerm: Term;
  readonly entries: readonly Entry[];
  readonly commit: LogIndex;
}

export interface AppRespMessage extends MessageBase {
  readonly type: 'appResp';
  /** Accepted: the last index known to match. Rejected: the `prevIndex` that did not match. */
  readonly index: LogIndex;
  readonly reject: boolean;
  /** Rejected only: where the leader should look next, and the term of that entry (else 0). */
  readonly rejectHint: LogIndex;
  readonly hintTerm: Term;
}

/**
 * The newest entry that the sender knows to be committed. Vote requests and refusals carry it, as a group may be unable
 * to elect anybody before its members learn that a change of membership has been committed (see election.ts).
 */
export interface CommittedEntry {
  readonly index: LogIndex;
  readonly term: Term;
}

/** RequestVote of the paper; `preVote` asks whether a vote would be granted, without disturbing (thesis §9.6). */
export interface VoteMessage extends MessageBase {
  readonly type: 'vote' | 'preVote';
  readonly lastIndex: LogIndex;
  readonly lastTerm: Term;
  /** The leader itself asked for this election (timeoutNow): the lease rule does not apply. */
  readonly transfer: boolean;
  readonly committed?: CommittedEntry;
}

export interface VoteRespMessage extends MessageBase {
  readonly type: 'voteResp' | 'preVoteResp';
  readonly reject: boolean;
  readonly committed?: CommittedEntry;
}

/** HeartBeat. `readSeq` is the number of the newest pending read of the leader, 0 = none (see read-only.ts). */
export interface HeartbeatMessage extends MessageBase {
  readonly type: 'heartbeat';
  readonly commit: LogIndex;
  readonly readSeq: number;
}

export interface HeartbeatRespMessage extends MessageBase {
  readonly type: 'heartbeatResp';
  readonly readSeq: number;
}

/** InstallSnapshot of the paper. */
export interface SnapMessage extends MessageBase {
  readonly type: 'snap';
  readonly snapshot: Snapshot;
}

/** The leader tells its chosen successor to campaign at once (thesis §3.10). */
export interface TimeoutNowMessage extends MessageBase {
  readonly type: 'timeoutNow';
}

/** A request to the leader, forwarded by followers, to hand the leadership to `transferee`. */
export interface TransferLeaderMessage extends MessageBase {
  readonly type: 'transferLeader';
  readonly transferee: NodeId;
}

export interface Proposal {
  readonly type: EntryType;
  readonly data: Uint8Array;
}

/** Proposals on their way to the leader. */
export interface PropMessage extends MessageBase {
  readonly type: 'prop';
  readonly proposals: readonly Proposal[];
}

/** A linearizable read on its way to the leader (thesis §6.4). */
export interface ReadIndexMessage extends MessageBase {
  readonly type: 'readIndex';
  readonly ctx: ReadContext;
}

export interface ReadIndexRespMessage extends MessageBase {
  readonly type: 'readIndexResp';
  readonly ctx: ReadContext;
  readonly index: LogIndex;
}

export type Message =
  | AppMessage
  | AppRespMessage
  | VoteMessage
  | VoteRespMessage
  | HeartbeatMessage
  | HeartbeatRespMessage
  | SnapMessage
  | TimeoutNowMessage
  | TransferLeaderMessage
  | PropMessage
  | ReadIndexMessage
  | ReadIndexRespMessage;

export type MessageType = Message['type'];

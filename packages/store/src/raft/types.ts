/**
 * The words of the Raft core: what goes in (messages, proposals), what comes out ({@link Ready}) and what must be on
 * disk (entries, {@link HardState}, {@link Snapshot}). Data only, no behaviour beyond brands and sizes.
 *
 * Names are those of etcd/raft; the paper's name stands beside them where it differs ("In Search of an Understandable
 * Consensus Algorithm", Ongaro and Ousterhout, extended version, Figures 2 and 13; "§" below refers to it, "thesis"
 * to Ongaro's dissertation).
 */
import { assert, type Prng } from '@kuorum/base';

declare const termBrand: unique symbol;
declare const logIndexBrand: unique symbol;

/** A leader's reign (Generation Clock). Grows only; 0 = before any election. */
export type Term = number & { readonly [termBrand]: true };
/** A position in the log. The first entry is 1; 0 = before the log. */
export type LogIndex = number & { readonly [logIndexBrand]: true };
/** A member of the group. {@link NO_NODE} (0n) = none. */
export type NodeId = bigint;

export const NO_NODE: NodeId = 0n;

export function asTerm(value: number): Term {
  assert(Number.isSafeInteger(value), `a term must be a safe integer: ${value}`);
  assert(value >= 0, `a term must not be negative: ${value}`);
  return value as Term;
}

export function asLogIndex(value: number): LogIndex {
  assert(Number.isSafeInteger(value), `a log index must be a safe integer: ${value}`);
  assert(value >= 0, `a log index must not be negative: ${value}`);
  return value as LogIndex;
}

export const TERM_ZERO = 0 as Term;
export const INDEX_ZERO = 0 as LogIndex;

/** A `normal` entry carries the application's command; empty `data` is the no-op of a new leader. */
export type EntryType = 'normal' | 'confChange';

/** One slot of the replicated log. `(index, term)` identifies its content in the whole group (Log Matching, §5.3). */
export interface Entry {
  readonly term: Term;
  readonly index: LogIndex;
  readonly type: EntryType;
  /** For `confChange`: {@link ConfChange} as written by `encodeConfChange`. */
  readonly data: Uint8Array;
}

/** What must survive a crash beside the log: the paper's currentTerm and votedFor. `commit` may lag, it is a hint. */
export interface HardState {
  readonly term: Term;
  readonly vote: NodeId;
  readonly commit: LogIndex;
}

/** The membership. `votersOutgoing` is not empty only in a joint configuration (§6, thesis §4.3). */
export interface ConfState {
  readonly voters: readonly NodeId[];
  readonly votersOutgoing: readonly NodeId[];
  readonly learners: readonly NodeId[];
  /** Voters that become learners when the joint configuration is left. */
  readonly learnersNext: readonly NodeId[];
  /** The leader leaves the joint configuration by itself as soon as it is applied. */
  readonly autoLeave: boolean;
}

export interface SnapshotMetadata {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState;
}

/** The state machine at `metadata.index`, in place of the log up to there. `data` is opaque here. */
export interface Snapshot {
  readonly metadata: SnapshotMetadata;
  readonly data: Uint8Array;
}

export type ConfChangeKind = 'addVoter' | 'addLearner' | 'removeNode';

export interface ConfChangeSingle {
  readonly kind: ConfChangeKind;
  readonly nodeId: NodeId;
}

/**
 * A change of membership. One change is applied at once (thesis §4.1); several go through a joint configuration.
 * No change at all = leave the joint configuration.
 */
export interface ConfChange {
  /** `auto`: joint only when needed, left by itself. `jointExplicit`: joint, left by an empty change. */
  readonly transition: 'auto' | 'jointImplicit' | 'jointExplicit';
  readonly changes: readonly ConfChangeSingle[];
  /** The application's own payload, such as the new member's addresses. */
  readonly context: Uint8Array;
}

/** Names a linearizable read from request to answer; unique per asking node while pending. */
export type ReadContext = string;

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

/**
 * What the core reads back of its own persisted log; synchronous, so an in-memory face of the real log.
 * Invariant: `firstIndex() - 1` is the snapshot's index (or 0), and its `term` stays available.
 */
export interface LogStorage {
  /** As of a restart: `confState` is the membership at the last applied index ({@link RaftConfig.applied}). */
  initialState(): { readonly hardState: HardState; readonly confState: ConfState };
  /** Entries of [lo, hi), cut to about `bytesMax` but never to nothing; undefined when `lo` is compacted away. */
  entries(lo: LogIndex, hi: LogIndex, bytesMax: number): readonly Entry[] | undefined;
  /** Undefined when compacted away or not there yet. */
  term(index: LogIndex): Term | undefined;
  firstIndex(): LogIndex;
  lastIndex(): LogIndex;
  /** Undefined = temporarily unavailable, the core asks again later. */
  snapshot(): Snapshot | undefined;
}

export type RoleName = 'follower' | 'preCandidate' | 'candidate' | 'leader';

/** Volatile, for observation only. */
export interface SoftState {
  readonly leader: NodeId;
  readonly role: RoleName;
}

/** A read `ctx` may be served as soon as the state machine has applied `index`. */
export interface ReadState {
  readonly index: LogIndex;
  readonly ctx: ReadContext;
}

/**
 * One round of work for the shell, in this order:
 * 1. send `messages` (they need no disk; may overlap with 2),
 * 2. persist `snapshot` if there, then `entries` and `hardState` in one batch, synced when `mustSync`,
 * 3. send `messagesAfterPersist` (promises about what 2 made durable),
 * 4. apply `snapshot`, then `committedEntries` in order; hand out `readStates` (serve each once its index is applied),
 * 5. `advance()`. Messages may be stepped in between; a second `ready()` may not be taken before `advance()`.
 */
export interface Ready {
  /** Only when changed. */
  readonly softState?: SoftState;
  /** When changed, and always when `mustSync`: it belongs into the same batch as the entries. */
  readonly hardState?: HardState;
  /** To append to the stable log; an index that is already there replaces it and all that follows. */
  readonly entries: readonly Entry[];
  readonly snapshot?: Snapshot;
  readonly messages: readonly Message[];
  readonly messagesAfterPersist: readonly Message[];
  readonly committedEntries: readonly Entry[];
  readonly readStates: readonly ReadState[];
  /** A crash must not lose this batch: there are entries, or the term or the vote changed. */
  readonly mustSync: boolean;
}

export interface RaftConfig {
  readonly id: NodeId;
  /** Ticks without a leader before campaigning; the real timeout is drawn from [electionTicks, 2 × electionTicks). */
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  readonly storage: LogStorage;
  /** The last index that the state machine has applied (and persisted) before a restart; 0 on a fresh start. */
  readonly applied: LogIndex;
  readonly maxSizePerMsgBytes: number;
  readonly maxInflightMsgs: number;
  /** Bytes of proposals a leader holds uncommitted before it drops further ones. */
  readonly maxUncommittedBytes: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly prng: Prng;
  readonly disableProposalForwarding?: boolean;
  /** Bytes of committed entries in one Ready; default from limits.ts. */
  readonly maxCommittedSizePerReadyBytes?: number;
  /** Reads waiting for a quorum or for the leader's first commit; default from limits.ts. */
  readonly maxPendingReads?: number;
}

/** Why a proposal was not taken. It was then neither appended nor sent: proposing it again is safe. */
export type ProposeResult =
  | 'ok'
  | 'droppedNoLeader'
  | 'droppedTooManyUncommitted'
  | 'droppedTransferring'
  | 'droppedNotMember'
  /** An earlier change is not applied yet at the leader. Only told to who asks the leader itself. */
  | 'droppedConfChangePending'
  /** `RawNode.refusalOf` says why. Only told to who asks the leader itself. */
  | 'droppedInvalidConfChange';

/** `ok` = on its way, the answer comes as a {@link ReadState} or never (a leader change loses it: ask again). */
export type ReadIndexResult = 'ok' | 'droppedNoLeader' | 'droppedTooManyReads';

export type ProgressStateName = 'probe' | 'replicate' | 'snapshot';

export interface ProgressStatus {
  readonly match: LogIndex;
  readonly next: LogIndex;
  readonly state: ProgressStateName;
  readonly recentActive: boolean;
  readonly isLearner: boolean;
  readonly inflight: number;
  readonly pendingSnapshot: LogIndex;
}

export interface Status {
  readonly id: NodeId;
  readonly role: RoleName;
  readonly leader: NodeId;
  readonly term: Term;
  readonly vote: NodeId;
  readonly commit: LogIndex;
  readonly applied: LogIndex;
  readonly firstIndex: LogIndex;
  readonly lastIndex: LogIndex;
  readonly electionElapsedTicks: number;
  readonly randomizedElectionTicks: number;
  readonly confState: ConfState;
  /** NO_NODE unless a transfer is running. */
  readonly leadTransferee: NodeId;
  /** The leader's view of every member; empty on others. */
  readonly progress: ReadonlyMap<NodeId, ProgressStatus>;
}

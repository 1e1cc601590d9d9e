/** What comes out of the core: a round of work ({@link Ready}), answers to calls, and its state for observers. */
import type { Message } from './messages.js';
import type { ConfState, Entry, HardState, LogIndex, NodeId, ReadContext, Snapshot, Term } from './types.js';

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
  /** A crash must not lose this batch: there are entries or a snapshot, the term or the vote changed, or the configuration will. */
  readonly mustSync: boolean;
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
  readonly inflightBytes: number;
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
  /** Ticks in which committed entries waited and none was applied. */
  readonly applyStalledTicks: number;
  readonly confState: ConfState;
  /** NO_NODE unless a transfer is running. */
  readonly leadTransferee: NodeId;
  /** The leader's view of every member; empty on others. */
  readonly progress: ReadonlyMap<NodeId, ProgressStatus>;
}

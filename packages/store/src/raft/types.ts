/**
 * The words of the Raft core: what must be on disk (entries, {@link HardState}, {@link Snapshot}), the membership, and
 * how the log is read back. Data only, no behaviour beyond brands. What members say to one another is in messages.ts,
 * what the shell configures in config.ts, what it gets back in output.ts.
 *
 * Names are those of etcd/raft; the paper's name stands beside them where it differs ("In Search of an Understandable
 * Consensus Algorithm", Ongaro and Ousterhout, extended version, Figures 2 and 13; "§" below refers to it, "thesis"
 * to Ongaro's dissertation).
 */
import { assert } from '@kuorum/base';

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

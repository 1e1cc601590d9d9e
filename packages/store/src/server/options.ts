/** What a member is told at its start. Names are etcd's flags in camelCase; see flags.ts for the command line. */
import type { Clock, Prng } from '@kuorum/base';
import type { Logger, LogLevel } from '@kuorum/base/node';
import type { AuthOptions } from './auth/options.js';
import type { MaintenanceOptions } from './maintenance-options.js';
import type { DialPeer, OpenPeerSocket } from './peer-dialer.js';
import type { TlsOptionsOfMember } from './tls-flags.js';

export interface StoreOptions extends MaintenanceOptions, TlsOptionsOfMember {
  readonly name: string;
  readonly dataDir: string;
  readonly listenClientUrls: readonly string[];
  /** What clients are told; default: where the member really listens. */
  readonly advertiseClientUrls?: readonly string[];
  readonly listenPeerUrls: readonly string[];
  readonly initialAdvertisePeerUrls: readonly string[];
  /** Peer URLs of every first member by name; the same on all of them. */
  readonly initialCluster: ReadonlyMap<string, readonly string[]>;
  readonly initialClusterToken: string;
  readonly initialClusterState: 'new' | 'existing';
  /** The one member that is left of a lost quorum goes on alone. */
  readonly forceNewCluster: boolean;
  /** Refuses a change of membership that could cost the quorum. */
  readonly strictReconfigCheck: boolean;
  /** Nothing is synced to the disk: a power cut loses what was acknowledged. For tests only. Default: false. */
  readonly unsafeNoFsync?: boolean;
  readonly heartbeatIntervalMs: number;
  readonly electionTimeoutMs: number;
  readonly snapshotCount: number;
  readonly snapshotCatchUpEntries: number;
  readonly maxRequestBytes: number;
  readonly maxTxnOps: number;
  readonly watchProgressNotifyIntervalMs: number;
  /** How often the leader notes what a long lease has left. Absent = never: a new leader gives it its whole time again. */
  readonly leaseCheckpointIntervalMs?: number;
  readonly grpcKeepaliveIntervalMs: number;
  readonly grpcKeepaliveTimeoutMs: number;
  readonly listenMetricsUrls: readonly string[];
  readonly logLevel: LogLevel;
  /** A member that is alone need not wait for its election timeout. Default: true. */
  readonly electAtOnceAlone?: boolean;
  /** Default: true. */
  readonly preVote?: boolean;
  /** Calls at a time on one connection of a client. */
  readonly maxConcurrentStreams?: number;
  /** Records that one slice of a compaction deletes. */
  readonly compactionBatchLimit?: number;
  /** What takes longer to apply is logged. Default: SLOW_APPLY_MS. */
  readonly warningApplyMs?: number;
  /** Learners of the cluster, while this member leads. Default: LEARNERS_MAX. */
  readonly maxLearners?: number;
  /** What the log is to say of the flags. */
  readonly notes?: readonly string[];
  /** Default: etcd's, simple tokens. */
  readonly auth?: AuthOptions;
}

/** What a member is given. */
export interface MemberDependencies extends StoreDependencies {
  readonly logger: Logger;
  readonly dial: DialPeer;
  readonly openSocket: OpenPeerSocket;
}

/** What a composition root or a test may replace. */
export interface StoreDependencies {
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly prng?: Prng;
  /**
   * Where a peer URL is really reached, asked at every connect. Tests let members listen on port 0 and answer with the
   * port that was drawn; the URL itself stays what ids are computed from.
   */
  readonly resolvePeer?: (peerUrl: string) => string;
  /** How long a peer's connection must have held before it counts as healthy. Default: PEER_HEALTHY_AFTER_MS. */
  readonly peerHealthyAfterMs?: number;
  /** The member cannot go on (a failed disk write, a broken invariant). Default: exit with status 1. */
  readonly onFatal?: (error: unknown) => void;
}

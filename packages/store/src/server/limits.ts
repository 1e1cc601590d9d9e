/** Limits of the server. Names end in their unit; etcd's default is named where we keep it. */

import { MAX_UNCOMMITTED_BYTES } from '../raft/index.js';

/** An entry that takes longer to apply is counted as slow, as in etcd. */
export const SLOW_APPLY_MS = 100;
/** How often the way to each peer and back is measured. etcd: 30 s. */
export const PEER_PROBE_MS = 10_000;
/** How often certificate files are looked at. etcd: at every handshake. */
export const TLS_RELOAD_MS = 1_000;
/** One request of a client. etcd: 1.5 MiB (--max-request-bytes). */
export const MAX_REQUEST_BYTES = 1.5 * 1024 * 1024;
/** --max-request-bytes may not be more: an entry has to fit what members take from one another, twice. etcd warns above 10 MiB. */
export const MAX_REQUEST_BYTES_MAX = 32 * 1024 * 1024;
/** What gRPC framing and fields may add to a request before the transport refuses it. etcd: 512 KiB. */
export const REQUEST_OVERHEAD_BYTES = 512 * 1024;
/** Proposals whose outcome is awaited. etcd allows 5000 entries between commit and apply. */
export const MAX_PENDING_PROPOSALS = 10_000;
/** Bytes of the proposals that wait for a leader or for room in the log: as much as a leader takes uncommitted. */
export const MAX_HELD_BYTES = MAX_UNCOMMITTED_BYTES;
/** Linearizable reads that wait for one ReadIndex round. */
export const MAX_PENDING_READS = 20_000;
/** Reads that may all be served now are served for so long; then others have a turn. */
export const READS_SLICE_MS = 10;
/** A request is answered `request timed out` after this plus two election timeouts. etcd: 5 s. */
export const REQUEST_TIMEOUT_BASE_MS = 5_000;
/** A ReadIndex that is not answered is asked again. etcd: 500 ms. */
export const READ_INDEX_RETRY_MS = 500;
/** How often deadlines are looked at. */
export const DEADLINE_SWEEP_MS = 100;

/** Raft messages waiting for one peer; beyond, they are dropped and raft sends again. */
export const PEER_QUEUE_MESSAGES = 4096;
/** Bytes waiting for one peer. */
export const PEER_QUEUE_BYTES = 64 * 1024 * 1024;
/** Beyond this a peer's socket gets nothing more until it has taken it: what waits can still be dropped. */
export const PEER_SOCKET_BYTES = 1024 * 1024;
/** A raft stream is pinged this often, and lost when so many pings got no answer. */
export const PEER_PING_MS = 1_000;
export const PEER_PINGS_UNANSWERED = 3;
/** A commit index that comes alone waits so long for entries to go with. Who watches a follower hears as much later. */
export const COMMIT_NOTICE_MS = 2;
/** A raft stream is answered this often while bytes come in, pings among them or not. */
export const PEER_PROGRESS_MS = 500;
/** A peer's refusal of our certificate is waited for so long before anything is sent. */
export const PEER_TLS_REFUSAL_MS = 20;
/** Who opens a raft stream says who it is within this. */
export const PEER_HELLO_TIMEOUT_MS = 10_000;
/** Who opens a raft stream and is refused is told why, and cut after this. */
export const PEER_REFUSAL_LINGER_MS = 1_000;
/** A TLS handshake on a peer port may take this; Node's own limit is 2 minutes. */
export const PEER_HANDSHAKE_TIMEOUT_MS = 10_000;
/** Raft streams that others have opened, one for each member and some that are ending; for one more the idlest gives way. */
export const RAFT_STREAMS_MAX = 1_000;
/** Frames on all of them that have not come whole: beyond, the stream is cut that has kept the most for the longest. */
export const RAFT_UNFINISHED_BYTES = 128 * 1024 * 1024;
/** What comes back on a raft stream: a refusal's text at most. */
export const RAFT_ANSWER_BYTES = 4 * 1024;
/** One `app` message may be this large on its own (MAX_SIZE_PER_MSG_BYTES + one large entry). */
export const PEER_RECEIVE_BYTES = 64 * 1024 * 1024;
export const PEER_BACKOFF_INITIAL_MS = 100;
export const PEER_BACKOFF_MAX_MS = 1_000;
/** A call to the leader on behalf of a client (lease renewals). */
export const PEER_CALL_TIMEOUT_MS = 2_000;
/**
 * A client that is gone without a word is noticed after these two. etcd: 2 h and 20 s (--grpc-keepalive-interval,
 * --grpc-keepalive-timeout); for so long it would keep its watches.
 */
export const CLIENT_KEEPALIVE_MS = 30_000;
export const CLIENT_KEEPALIVE_TIMEOUT_MS = 20_000;
/** The same for peers, which ping from their side too. */
export const PEER_KEEPALIVE_MS = 10_000;
export const PEER_KEEPALIVE_TIMEOUT_MS = 10_000;
/** A member asks its peers who is in the cluster; who has not answered by then does not count. */
export const ASK_PEERS_TIMEOUT_MS = 1_000;
/**
 * The same of a member with an empty directory, which cannot join without an answer, and must not start when it ran before: a peer that is
 * there but busy is waited for. One that is not there says so at once. etcd: 1 s to hear that it ran before, 10 s to join.
 */
export const FIRST_START_TIMEOUT_MS = 5_000;
/** Learners of a cluster. etcd: 1 (--experimental-max-learners). */
export const LEARNERS_MAX = 1;
/** A learner may be promoted when it has at least this part of the leader's log. etcd: 90 %. */
export const LEARNER_READY_FRACTION = 0.9;
/** A peer counts as healthy when its connection has held this long. etcd: 5 s. */
export const PEER_HEALTHY_AFTER_MS = 5_000;
/** Changes of membership that wait for their turn. */
export const MAX_PENDING_CHANGES = 64;
/** Changes of membership whose askers are known after they were applied. */
export const APPLIED_CHANGES_REMEMBERED = 1_000;
/** A removed member answers for so long before it stops: its clients, and peers that have not heard yet. etcd: 1 s. */
export const REMOVED_DRAIN_MS = 1_000;
/** Snapshots on their way to one member without progress are given up. */
export const SNAPSHOT_STALL_MS = 30_000;

/** Chunks of a snapshot that are read before the disk has taken the one before. */
export const SNAPSHOT_CHUNKS_AHEAD = 2;
/** After a broken transfer its two ends keep their parts for so long, for it to go on. */
export const SNAPSHOT_KEPT_MS = 60_000;
/** The log behind a snapshot stays for so long after it arrived. etcd: 30 s. */
export const LOG_HELD_MS = 30_000;
/** What the log keeps at most for one that is on its way; all of it is in memory. */
export const LOG_HELD_ENTRIES = 500_000;
export const LOG_HELD_BYTES = 256 * 1024 * 1024;
/** How often a long transfer says how far it is. */
export const SNAPSHOT_PROGRESS_LOG_MS = 5_000;

/** Entries of the log that are deleted between two rounds of the Ready loop. */
export const LOG_CUT_ENTRIES = 1_000;
/** Entries kept behind a snapshot for slow followers. etcd: 5000 (--experimental-snapshot-catchup-entries). */
export const SNAPSHOT_CATCH_UP_ENTRIES = 5_000;
/** etcd: 10 000 (--snapshot-count). */
export const SNAPSHOT_COUNT = 10_000;
/** Applying yields to the event loop after this long, so that ticks and messages get their turn. */
export const APPLY_SLICE_MS = 10;
/** What was applied goes to LevelDB after this time, or when it is this much. etcd: 100 ms, 10 000 operations (--backend-batch-interval, --backend-batch-limit). */
export const FLUSH_AFTER_MS = 100;
export const FLUSH_AFTER_BYTES = 256 * 1024;
/** Batches of applied entries that may be on their way into LevelDB before applying waits for the oldest. */
export const FLUSHES_IN_FLIGHT = 8;

/** etcd: 2 GiB (--quota-backend-bytes). */
export const QUOTA_BYTES_DEFAULT = 2 * 1024 * 1024 * 1024;
/** How often the space that the database takes is measured. */
export const SPACE_MEASURE_MS = 1_000;

/** Automatic compaction by revisions looks this often. etcd: 5 min. */
export const AUTO_COMPACTION_REVISION_MS = 5 * 60 * 1000;
/** Periodic compaction of a longer retention goes on at least this often. etcd: 1 h. */
export const AUTO_COMPACTION_PERIOD_MS_MAX = 60 * 60 * 1000;
/** Revisions noted in one such period. etcd: 10. */
export const AUTO_COMPACTION_SAMPLES_PER_PERIOD = 10;

/** Records of a snapshot file that are written to a new directory in one batch. */
export const RESTORE_FLUSH_BYTES = 4 * 1024 * 1024;
/** Checksums of the history that are computed at the same time: each reads all of it. */
export const HISTORY_HASHES_MAX = 4;
/** A peer's checksum is waited for so long: it reads its whole history. */
export const CORRUPTION_ASK_TIMEOUT_MS = 60_000;
/** A leader says the cluster's version again after this when nobody took it. */
export const CLUSTER_VERSION_RETRY_MS = 2_000;
/** A response of Maintenance.Snapshot. etcd: 32 KiB. */
export const SNAPSHOT_SEND_BYTES = 32 * 1024;
/** Snapshots that operators take of one member at the same time: each takes as much of its disk as its state. */
export const SNAPSHOT_FILES_MAX = 2;

/** How often the leader looks for expired leases. etcd: 500 ms. */
export const LEASE_SWEEP_MS = 500;
/** Leases revoked by one sweep. etcd: 1000/2 a sweep. */
export const LEASES_REVOKED_PER_SWEEP = 500;
/** Renewals need no round of their own for so long after one, and for half of an election timeout at most. etcd: three heartbeats after its own last tick. */
export const LEADERSHIP_PROOF_MS = 100;
/** Renewals that one call to the leader carries. */
export const RENEWALS_PER_CALL = 1000;
/** Keep-alive requests of one stream that wait for their turn before the stream is paused. */
export const KEEP_ALIVES_WAITING = 1000;
/** Calls of Lock and Campaign that wait for their turn on one member. */
export const QUEUE_WAITERS = 10_000;
/** Names and values of the calls of Lock, Campaign and Observe under way on one member; each holds its own several times. */
export const QUEUE_CALL_BYTES = 16 * 1024 * 1024;
/** Places that one member keeps in order, of all queues that are waited in there. */
export const QUEUE_PLACES = 100_000;
/** The lease of a Lock or Campaign that names none. etcd: 60 s. */
export const SESSION_TTL_SECONDS = 60;
/** A waiting call looks again this much later when the member cannot tell now. */
export const QUEUE_RETRY_MS = 50;
/** How often watchers that are behind are looked at. etcd: 100 ms. */
export const WATCH_SYNC_MS = 100;
/** Progress notices to idle watchers. etcd: 10 min. */
export const WATCH_PROGRESS_MS = 10 * 60 * 1000;
/** Watches on one stream; one more is cancelled at once. etcd has no such limit. */
export const WATCHES_PER_STREAM = 10_000;

/** A stream that asks for a leader ends after so many election timeouts without one. etcd: 3 to 4. */
export const NO_LEADER_ELECTION_TIMEOUTS = 3;

/** A member's name and client URLs are published again after this long when nobody took them. */
export const PUBLISH_RETRY_MS = 500;

/** Stop: how long the leader waits for a successor, and open calls for their end. */
export const STOP_TRANSFER_MS = 1_000;
export const STOP_DRAIN_MS = 1_000;

/** How often a process looks whether its member is at rest. */
export const REST_LOOK_MS = 1_000;
/** It is when it has not used more processor time than this since the last look: with nothing to do 25, with a hundred puts 60. */
export const REST_CPU_MS = 50;
/** A rest that began with a collection has one more when it has lasted for so many looks: by then V8 makes the young generation small. */
export const SETTLED_LOOKS = 8;
/** Less than this more than after the last collection is not worth one. */
export const GARBAGE_WORTH_BYTES = 24 * 1024 * 1024;
/** A heap beyond this is V8's business alone: 256 MiB take about a third of a second, and an election timeout is one. */
export const HEAP_COLLECTED_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Every flag of etcd 3.4 to 3.6, in etcd's groups: those that do here what they do there (`flagGroups`, with the words of
 * `kuorum store --help`), those that are taken and do nothing (`idleFlags`, with the reason), and those that are refused
 * since who gives them would be worse off without what they ask for (`refusedFlags`, with what to do instead).
 * docs/store-flags.md is this table.
 */
import { tlsRefused } from './tls-flags.js';

export const flagGroups = {
  Member: {
    name: 'a name for people, one for each member',
    'data-dir': 'where the member keeps its data; ${name}.etcd when not given',
    'snapshot-count': 'entries of the log after which the state is made durable and the log is cut',
    'heartbeat-interval': 'in milliseconds',
    'election-timeout': 'in milliseconds, the same on all members',
    'initial-election-tick-advance': 'a member that is alone leads at once; false = after an election timeout',
    'listen-peer-urls': 'where to listen for other members',
    'listen-client-urls': 'where to listen for clients: gRPC, and /health, /metrics and the like by HTTP',
    'quota-backend-bytes': 'space that the database may take; 0 = 2 GiB, negative = any',
    'max-txn-ops': 'operations of a transaction',
    'max-request-bytes': 'size of a request, 32 MiB at most',
    'max-concurrent-streams': 'calls at a time on one connection',
    'grpc-keepalive-interval': 'a silent client is asked whether it is there after this',
    'grpc-keepalive-timeout': 'and is cut off when it has not answered after this',
  },
  Clustering: {
    'initial-advertise-peer-urls': 'where the other members reach this one',
    'initial-cluster': 'the first members: name=peer-url,…; only this one when not given',
    'initial-cluster-state': 'new, or existing for a member that was added to a cluster',
    'initial-cluster-token': 'tells clusters apart that have the same addresses',
    'advertise-client-urls': 'where clients reach this member; where it listens when not given',
    'strict-reconfig-check': 'refuses changes of membership that could cost the quorum',
    'pre-vote': 'a member asks whether it could win before it disturbs others with an election',
    'auto-compaction-mode': 'periodic or revision',
    'auto-compaction-retention': 'history that is kept: a duration or hours, or a number of revisions; 0 = all',
  },
  Security: {
    'cert-file': 'certificate for clients',
    'key-file': 'its key',
    'client-cert-auth': 'clients must show a certificate, which says who they are',
    'trusted-ca-file': 'authorities of the certificates of clients',
    'peer-cert-file': 'certificate for other members',
    'peer-key-file': 'its key',
    'peer-client-cert-auth': 'members must show a certificate',
    'peer-trusted-ca-file': 'authorities of the certificates of members',
    'peer-cert-allowed-cn': 'the common name that members must have',
    'peer-cert-allowed-hostname': 'the host name that members must have',
    'cipher-suites': 'for TLS 1.2, by names of Go',
    'tls-min-version': 'TLS1.2 or TLS1.3',
    'tls-max-version': 'TLS1.2 or TLS1.3',
  },
  Auth: {
    'auth-token': 'simple, or jwt,pub-key=…,priv-key=…,sign-method=…,ttl=…',
    'auth-token-ttl': 'seconds after which a simple token that nobody uses is void',
    'bcrypt-cost': 'work to check a password, from 4 to 31',
  },
  'Profiling and monitoring': {
    metrics: 'basic or extensive: there is one set, and it is all there',
    'listen-metrics-urls': 'where to listen for /metrics, /health and the like alone',
  },
  Logging: {
    'log-level': 'debug, info, warn or error; dpanic, panic and fatal count as error',
    debug: 'the same as --log-level=debug',
  },
  Experimental: {
    'experimental-initial-corrupt-check': 'compares with the peers before clients are served',
    'experimental-corrupt-check-time': 'how often the leader compares the histories of all members; 0s = never',
    'experimental-enable-lease-checkpoint': 'what a long lease has left survives a change of leader',
    'experimental-enable-lease-checkpoint-persist': 'must be true: checkpoints are always kept on disk',
    'experimental-compaction-batch-limit': 'records that one slice of a compaction deletes',
    'experimental-watch-progress-notify-interval': 'how often idle watches that ask for it hear of progress',
    'experimental-warning-apply-duration': 'a request that takes longer to apply is logged',
    'experimental-max-learners': 'learners of the cluster at a time, by the leader of the moment',
    'experimental-snapshot-catchup-entries': 'entries of the log that are kept for slow members',
  },
  Unsafe: {
    'force-new-cluster': 'the one member that is left of a lost quorum goes on alone',
    'unsafe-no-fsync': 'nothing is forced to the disk: a power cut loses what was acknowledged',
  },
  Configuration: {
    'config-file': "a file in etcd's YAML; flags and environment are then ignored, as in etcd",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

const LEVELDB = 'the database is LevelDB, which has nothing of the kind';
const V2 = 'there is no v2 API';
const AT_ONCE = 'what is not needed any more is removed at once';

/** Taken with a warning that they do nothing here, and why. */
export const idleFlags: Readonly<Record<string, string>> = {
  'max-snapshots': AT_ONCE,
  'max-wals': AT_ONCE,
  'backend-bbolt-freelist-type': LEVELDB,
  'experimental-backend-bbolt-freelist-type': LEVELDB,
  'backend-batch-interval': 'what was applied goes to the database by batches of its own, 100 ms at most',
  'backend-batch-limit': 'batches end by bytes',
  'grpc-keepalive-min-time': 'pings are answered however often they come',
  'socket-reuse-port': 'a port belongs to one process',
  'socket-reuse-address': 'Node sets it always',
  'raft-read-timeout': 'connections between members are watched by pings',
  'raft-write-timeout': 'connections between members are watched by pings',
  'discovery-fallback': 'there is no discovery',
  'v2-deprecation': V2,
  'proxy-failure-wait': V2,
  'proxy-refresh-interval': V2,
  'proxy-dial-timeout': V2,
  'proxy-write-timeout': V2,
  'proxy-read-timeout': V2,
  cors: 'no API is offered that a browser could ask',
  'enable-grpc-gateway': 'there is no JSON gateway: speak gRPC',
  'self-signed-cert-validity': 'no certificates are made',
  'experimental-peer-skip-client-san-verification': 'the addresses in certificates of members are not looked at',
  'enable-pprof': 'run `node --cpu-prof` instead',
  logger: 'there is one: JSON lines',
  'log-format': 'there is one: JSON lines',
  'log-package-levels': 'there is one level: --log-level',
  'enable-log-rotation': 'logs go to standard error',
  'log-rotation-config-json': 'logs go to standard error',
  'experimental-compact-hash-check-enabled': 'give --experimental-corrupt-check-time instead',
  'experimental-compact-hash-check-time': 'give --experimental-corrupt-check-time instead',
  'experimental-compaction-sleep-interval': 'slices of a compaction run between two rounds of Raft',
  'experimental-txn-mode-write-with-shared-buffer': 'reads never wait for writes',
  'experimental-bootstrap-defrag-threshold-megabytes': 'LevelDB gives space back by itself',
  'experimental-warning-unary-request-duration': 'see --experimental-warning-apply-duration',
  'experimental-wait-cluster-ready-timeout': 'clients are listened to at once, and wait for a leader',
  'experimental-stop-grpc-service-on-defrag': 'requests are served meanwhile',
  'experimental-memory-mlock': 'Node cannot keep memory from being swapped out',
  'experimental-downgrade-check-time': 'no member of this store speaks another version',
  'experimental-enable-distributed-tracing': 'no traces are sent',
  'experimental-distributed-tracing-address': 'no traces are sent',
  'experimental-distributed-tracing-service-name': 'no traces are sent',
  'experimental-distributed-tracing-instance-id': 'no traces are sent',
  'experimental-distributed-tracing-sampling-rate': 'no traces are sent',
};

export interface RefusedFlag {
  readonly instead: string;
  /** Values that ask for nothing. */
  readonly off: readonly string[];
}

const switchedOff = (instead: string): RefusedFlag => ({ instead, off: ['false'] });
const empty = (instead: string, ...off: string[]): RefusedFlag => ({ instead, off: ['', ...off] });
const PEER_CERTIFICATE = 'connections to other members show the certificate of --peer-cert-file';
const NAME_THEM = 'name the first members by --initial-cluster';

export const refusedFlags: Readonly<Record<string, RefusedFlag>> = {
  ...Object.fromEntries(
    Object.entries(tlsRefused).map(([flag, instead]) => [flag, { instead, off: ['', 'false'] }] as const),
  ),
  'wal-dir': empty('mount the other disk at member/raft in the directory of --data-dir'),
  discovery: empty(NAME_THEM),
  'discovery-srv': empty(NAME_THEM),
  'discovery-srv-name': empty(NAME_THEM),
  'discovery-proxy': empty(NAME_THEM),
  proxy: empty('give clients the addresses of all members', 'off'),
  'enable-v2': switchedOff('there is only the v3 API'),
  'experimental-enable-v2v3': empty('there is only the v3 API'),
  'ca-file': empty('give --trusted-ca-file and --client-cert-auth'),
  'peer-ca-file': empty('give --peer-trusted-ca-file and --peer-client-cert-auth'),
  'host-whitelist': empty('listen at addresses that only your clients reach (--listen-client-urls)', '*'),
  'client-cert-file': empty(PEER_CERTIFICATE),
  'client-key-file': empty(PEER_CERTIFICATE),
  'peer-client-cert-file': empty(PEER_CERTIFICATE),
  'peer-client-key-file': empty(PEER_CERTIFICATE),
  'log-outputs': empty('logs go to standard error: redirect it', 'default', 'stderr'),
  'feature-gates': empty('give the flag of the feature'),
};

const switches: ReadonlySet<string> = new Set([
  ...['force-new-cluster', 'strict-reconfig-check', 'unsafe-no-fsync', 'initial-election-tick-advance', 'pre-vote'],
  ...['client-cert-auth', 'peer-client-cert-auth', 'auto-tls', 'peer-auto-tls', 'debug', 'enable-v2', 'enable-pprof'],
  ...['enable-grpc-gateway', 'enable-log-rotation', 'socket-reuse-port', 'socket-reuse-address'],
  ...['experimental-initial-corrupt-check', 'experimental-enable-lease-checkpoint', 'experimental-memory-mlock'],
  ...['experimental-enable-lease-checkpoint-persist', 'experimental-compact-hash-check-enabled'],
  ...['experimental-peer-skip-client-san-verification', 'experimental-stop-grpc-service-on-defrag'],
  ...['experimental-txn-mode-write-with-shared-buffer', 'experimental-enable-distributed-tracing'],
]);

const taken: ReadonlySet<string> = new Set([
  ...Object.values(flagGroups).flatMap((group) => Object.keys(group)),
  ...Object.keys(idleFlags),
  ...Object.keys(refusedFlags),
]);

/** etcd 3.6 has taken the prefix from the names of what has proved itself. */
export function canonicalName(name: string): string {
  return !taken.has(name) && taken.has(`experimental-${name}`) ? `experimental-${name}` : name;
}

export const knownFlags = {
  has: (name: string): boolean => taken.has(canonicalName(name)),
  isSwitch: (name: string): boolean => switches.has(canonicalName(name)),
};

/** The command line of `kuorum store`: etcd's flag names and defaults, and errors that say what to do. */
import { parseArgs } from 'node:util';
import { CHECKPOINT_INTERVAL_MS } from '../lease/index.js';
import { MAX_TXN_OPS_DEFAULT } from '../mvcc/index.js';
import { authFlagDefaults, authOptions } from './auth/flags.js';
import { FlagError } from './flag-error.js';
import { maintenanceDefaults, maintenanceOptions } from './maintenance-flags.js';
import {
  CLIENT_KEEPALIVE_MS,
  CLIENT_KEEPALIVE_TIMEOUT_MS,
  MAX_REQUEST_BYTES,
  MAX_REQUEST_BYTES_MAX,
  SNAPSHOT_CATCH_UP_ENTRIES,
  SNAPSHOT_COUNT,
  WATCH_PROGRESS_MS,
} from './limits.js';
import type { StoreOptions } from './options.js';
import { tlsDefaults, tlsOptions, tlsRefused } from './tls-flags.js';

export { FlagError };

const defaults = {
  name: 'default',
  'data-dir': '',
  'listen-client-urls': 'http://localhost:2379',
  'advertise-client-urls': '',
  'listen-peer-urls': 'http://localhost:2380',
  'initial-advertise-peer-urls': 'http://localhost:2380',
  'initial-cluster': '',
  'initial-cluster-token': 'etcd-cluster',
  'initial-cluster-state': 'new',
  'force-new-cluster': 'false',
  'strict-reconfig-check': 'true',
  'unsafe-no-fsync': 'false',
  'heartbeat-interval': '100',
  'election-timeout': '1000',
  'snapshot-count': String(SNAPSHOT_COUNT),
  'experimental-snapshot-catchup-entries': String(SNAPSHOT_CATCH_UP_ENTRIES),
  'max-request-bytes': String(MAX_REQUEST_BYTES),
  'max-txn-ops': String(MAX_TXN_OPS_DEFAULT),
  'experimental-watch-progress-notify-interval': `${WATCH_PROGRESS_MS}ms`,
  'experimental-enable-lease-checkpoint': 'true',
  'experimental-enable-lease-checkpoint-persist': 'true',
  'grpc-keepalive-interval': `${CLIENT_KEEPALIVE_MS}ms`,
  'grpc-keepalive-timeout': `${CLIENT_KEEPALIVE_TIMEOUT_MS}ms`,
  'listen-metrics-urls': '',
  ...maintenanceDefaults,
  ...tlsDefaults,
  ...authFlagDefaults,
  'log-level': 'info',
} as const;

type Flag = keyof typeof defaults;

export function parseStoreFlags(argv: readonly string[]): StoreOptions {
  const flags = readFlags(argv);
  const name = flags['name'];
  const initialAdvertisePeerUrls = urls('initial-advertise-peer-urls', flags);
  const heartbeatIntervalMs = positive('heartbeat-interval', flags);
  const electionTimeoutMs = positive('election-timeout', flags);
  if (electionTimeoutMs < 5 * heartbeatIntervalMs) {
    throw new FlagError(
      `--election-timeout must be at least 5 times --heartbeat-interval: they are ${electionTimeoutMs} and ${heartbeatIntervalMs} ms`,
    );
  }
  const initialCluster =
    flags['initial-cluster'] === ''
      ? new Map([[name, initialAdvertisePeerUrls]])
      : parseInitialCluster(flags['initial-cluster']);
  checkOwnEntry(name, initialCluster, initialAdvertisePeerUrls);
  const advertiseClientUrls = urls('advertise-client-urls', flags);
  const listenClientUrls = needed('listen-client-urls', urls('listen-client-urls', flags));
  const listenPeerUrls = needed('listen-peer-urls', urls('listen-peer-urls', flags));
  const listenMetricsUrls = urls('listen-metrics-urls', flags);
  return {
    name,
    dataDir: flags['data-dir'] === '' ? `${name}.etcd` : flags['data-dir'],
    listenClientUrls,
    ...(advertiseClientUrls.length === 0 ? {} : { advertiseClientUrls }),
    listenPeerUrls,
    initialAdvertisePeerUrls,
    initialCluster,
    initialClusterToken: flags['initial-cluster-token'],
    initialClusterState: oneOf('initial-cluster-state', flags, ['new', 'existing']),
    forceNewCluster: yesOrNo('force-new-cluster', flags),
    strictReconfigCheck: yesOrNo('strict-reconfig-check', flags),
    unsafeNoFsync: yesOrNo('unsafe-no-fsync', flags),
    heartbeatIntervalMs,
    electionTimeoutMs,
    snapshotCount: positive('snapshot-count', flags),
    snapshotCatchUpEntries: positive('experimental-snapshot-catchup-entries', flags),
    maxRequestBytes: positive('max-request-bytes', flags, MAX_REQUEST_BYTES_MAX),
    maxTxnOps: positive('max-txn-ops', flags),
    watchProgressNotifyIntervalMs: duration('experimental-watch-progress-notify-interval', flags),
    ...leaseCheckpoints(flags),
    grpcKeepaliveIntervalMs: duration('grpc-keepalive-interval', flags),
    grpcKeepaliveTimeoutMs: duration('grpc-keepalive-timeout', flags),
    ...maintenanceOptions(flags),
    auth: authOptions(flags, yesOrNo('client-cert-auth', flags)),
    listenMetricsUrls,
    ...tlsOptions(flags, {
      client: {
        'listen-client-urls': listenClientUrls,
        'listen-metrics-urls': listenMetricsUrls,
      },
      peer: {
        'listen-peer-urls': listenPeerUrls,
        'initial-cluster': [...initialCluster.values()].flat(),
      },
    }),
    logLevel: oneOf('log-level', flags, ['debug', 'info', 'warn', 'error']),
  };
}

type Flags = Record<Flag, string>;

function readFlags(argv: readonly string[]): Flags {
  const names = Object.keys(defaults) as Flag[];
  for (const word of argv) {
    const [, flag = ''] = /^--?([a-z-]+)/.exec(word) ?? [];
    const instead = tlsRefused[flag];
    if (instead !== undefined) throw new FlagError(`--${flag} is not supported by this store: ${instead}`);
  }
  try {
    const { values } = parseArgs({
      args: argv.map(withValue),
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
      strict: true,
      allowPositionals: false,
    });
    return Object.fromEntries(names.map((name) => [name, values[name] ?? defaults[name]])) as Flags;
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error));
  }
}

/** etcd's switches may stand alone; the others need a value. */
const switches: readonly Flag[] = [
  'force-new-cluster',
  'strict-reconfig-check',
  'unsafe-no-fsync',
  'experimental-initial-corrupt-check',
  'experimental-enable-lease-checkpoint',
  'experimental-enable-lease-checkpoint-persist',
  'client-cert-auth',
  'peer-client-cert-auth',
];

function withValue(word: string): string {
  return switches.some((name) => word === `--${name}`) ? `${word}=true` : word;
}

/** On by default, unlike etcd's: what a lease has left is state like any other, and kept like it. */
function leaseCheckpoints(flags: Flags): Pick<StoreOptions, 'leaseCheckpointIntervalMs'> {
  if (!yesOrNo('experimental-enable-lease-checkpoint', flags)) return {};
  if (!yesOrNo('experimental-enable-lease-checkpoint-persist', flags)) {
    throw new FlagError(
      '--experimental-enable-lease-checkpoint-persist must be true, as checkpoints are always kept on disk: leave it out, or turn them off by --experimental-enable-lease-checkpoint=false',
    );
  }
  return { leaseCheckpointIntervalMs: CHECKPOINT_INTERVAL_MS };
}

function yesOrNo(flag: Flag, flags: Flags): boolean {
  return oneOf(flag, flags, ['true', 'false']) === 'true';
}

/** `m1=http://a:2380,m2=http://b:2380`; a name may come again with a further URL. */
export function parseInitialCluster(text: string): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const part of text.split(',')) {
    const [name = '', url = ''] = splitOnce(part, '=');
    if (name === '' || url === '') {
      throw new FlagError(`--initial-cluster must be a list of name=peer-url: it contains ${JSON.stringify(part)}`);
    }
    members.set(name, [...(members.get(name) ?? []), checkUrl('initial-cluster', url)]);
  }
  return members;
}

export function checkOwnEntry(
  name: string,
  cluster: ReadonlyMap<string, readonly string[]>,
  own: readonly string[],
): void {
  const listed = cluster.get(name);
  if (listed === undefined) {
    throw new FlagError(
      `--initial-cluster must contain this member, named ${name} by --name: it names ${[...cluster.keys()].join(', ')}`,
    );
  }
  if ([...listed].sort().join() !== [...own].sort().join()) {
    throw new FlagError(
      `--initial-cluster must give ${name} the URLs of --initial-advertise-peer-urls: they are ${listed.join()} and ${own.join()}`,
    );
  }
}

function urls(flag: Flag, flags: Flags): string[] {
  const text = flags[flag];
  return text === '' ? [] : text.split(',').map((url) => checkUrl(flag, url));
}

export function checkUrl(flag: string, url: string): string {
  const ok = /^https?:\/\//.test(url) && URL.canParse(url) && /:\d+$/.test(url);
  if (!ok) {
    throw new FlagError(
      `--${flag} must be http://host:port or https://host:port URLs separated by commas: got ${JSON.stringify(url)}`,
    );
  }
  return url;
}

function needed(flag: Flag, list: string[]): string[] {
  if (list.length === 0) throw new FlagError(`--${flag} must name at least one URL`);
  return list;
}

function positive(flag: Flag, flags: Flags, max = Infinity): number {
  const value = Number(flags[flag]);
  if (!Number.isSafeInteger(value) || value <= 0) {
    throw new FlagError(`--${flag} must be a positive integer: got ${JSON.stringify(flags[flag])}`);
  }
  if (value > max) throw new FlagError(`--${flag} must be at most ${max}: got ${JSON.stringify(flags[flag])}`);
  return value;
}

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

function duration(flag: Flag, flags: Flags): number {
  const match = /^(\d+)(ms|s|m|h)$/.exec(flags[flag]);
  if (match === null)
    throw new FlagError(`--${flag} must be a duration such as 8s or 500ms: got ${JSON.stringify(flags[flag])}`);
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
}

function oneOf<T extends string>(flag: Flag, flags: Flags, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === flags[flag]);
  if (found === undefined)
    throw new FlagError(`--${flag} must be one of ${choices.join(', ')}: got ${JSON.stringify(flags[flag])}`);
  return found;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

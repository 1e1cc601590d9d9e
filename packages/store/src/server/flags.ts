/** The command line of `kuorum store`: etcd's flag names and defaults, and errors that say what to do. */
import { CHECKPOINT_INTERVAL_MS } from '../lease/index.js';
import { STREAMS_PER_CONNECTION } from '@kuorum/rpc';
import { COMPACTION_SLICE_RECORDS, MAX_TXN_OPS_DEFAULT } from '../mvcc/index.js';
import { authFlagDefaults, authOptions } from './auth/flags.js';
import { goDurationMs } from './duration.js';
import { fromEnvironment, type Environment } from './flag-env.js';
import { FlagError } from './flag-error.js';
import { canonicalName, idleFlags, knownFlags, refusedFlags } from './flag-table.js';
import { parseWords, switchValue } from './flag-words.js';
import { maintenanceDefaults, maintenanceOptions } from './maintenance-flags.js';
import {
  CLIENT_KEEPALIVE_MS,
  CLIENT_KEEPALIVE_TIMEOUT_MS,
  LEARNERS_MAX,
  MAX_REQUEST_BYTES,
  MAX_REQUEST_BYTES_MAX,
  SLOW_APPLY_MS,
  SNAPSHOT_CATCH_UP_ENTRIES,
  SNAPSHOT_COUNT,
  WATCH_PROGRESS_MS,
} from './limits.js';
import type { StoreOptions } from './options.js';
import { tlsDefaults, tlsOptions } from './tls-flags.js';

export { FlagError };

export const flagDefaults = {
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
  metrics: 'basic',
  'initial-election-tick-advance': 'true',
  'pre-vote': 'true',
  'max-concurrent-streams': String(STREAMS_PER_CONNECTION),
  'experimental-compaction-batch-limit': String(COMPACTION_SLICE_RECORDS),
  'experimental-warning-apply-duration': `${SLOW_APPLY_MS}ms`,
  'experimental-max-learners': String(LEARNERS_MAX),
  debug: 'false',
  'config-file': '',
  ...maintenanceDefaults,
  ...tlsDefaults,
  ...authFlagDefaults,
  'log-level': 'info',
} as const;

export type Flag = keyof typeof flagDefaults;

export const isFlag = (name: string): name is Flag => Object.hasOwn(flagDefaults, name);

/** `env`: of the process; what is not given by a flag may be there. */
export function parseStoreFlags(argv: readonly string[], env: Environment = {}): StoreOptions {
  const { flags, notes } = readFlags(argv, env);
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
    ...smallerOptions(flags),
    notes,
  };
}

function smallerOptions(flags: Flags): Partial<StoreOptions> & Pick<StoreOptions, 'logLevel'> {
  oneOf('metrics', flags, ['basic', 'extensive']);
  const level = oneOf('log-level', flags, ['debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal']);
  const known = level === 'debug' || level === 'info' || level === 'warn' ? level : 'error';
  return {
    electAtOnceAlone: yesOrNo('initial-election-tick-advance', flags),
    preVote: yesOrNo('pre-vote', flags),
    maxConcurrentStreams: positive('max-concurrent-streams', flags),
    compactionBatchLimit: positive('experimental-compaction-batch-limit', flags),
    warningApplyMs: duration('experimental-warning-apply-duration', flags),
    maxLearners: positive('experimental-max-learners', flags),
    logLevel: yesOrNo('debug', flags) ? 'debug' : known,
  };
}

type Flags = Record<Flag, string>;

function readFlags(
  argv: readonly string[],
  env: Environment,
): { readonly flags: Flags; readonly notes: readonly string[] } {
  const words = parseWords(argv, knownFlags);
  const environment = fromEnvironment(env, (name) => knownFlags.has(name), words);
  const flags: Flags = { ...flagDefaults };
  const notes = [...environment.warnings];
  for (const [word, given] of [...environment.values, ...words]) {
    const name = canonicalName(word);
    const value = knownFlags.isSwitch(name) ? switchValue(given) : given;
    const refused = refusedFlags[name];
    if (isFlag(name)) flags[name] = value;
    else if (refused === undefined) notes.push(`--${word} does nothing here: ${idleFlags[name] ?? ''}`);
    else if (!refused.off.includes(value))
      throw new FlagError(`--${word} is not supported by this store: ${refused.instead}`);
  }
  return { flags, notes };
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

function duration(flag: Flag, flags: Flags): number {
  const durationMs = goDurationMs(flags[flag]);
  if (durationMs === undefined)
    throw new FlagError(`--${flag} must be a duration such as 8s, 500ms or 1m30s: got ${JSON.stringify(flags[flag])}`);
  return durationMs;
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

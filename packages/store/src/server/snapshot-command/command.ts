/** `kuorum store snapshot save|status|restore`, with etcdctl's flags and output. */
import { parseArgs } from 'node:util';
import { FlagError } from '../flag-error.js';
import { checkOwnEntry, checkUrl, parseInitialCluster } from '../flags.js';
import { restoreSnapshot } from './restore.js';
import { saveSnapshot } from './save.js';
import { formatStatus, humanBytes, snapshotStatus, statusFormats } from './status.js';

export interface Output {
  readonly out: (text: string) => void;
  /** For progress and notes: what is no result. */
  readonly note: (text: string) => void;
}

const usage = `kuorum store snapshot save FILE --endpoints=URL [--cacert=FILE] [--cert=FILE --key=FILE] [--user=NAME:PASSWORD] [--dial-timeout=5s]
kuorum store snapshot status FILE [-w simple|json|table|fields]
kuorum store snapshot restore FILE [--data-dir=DIR] [--name=NAME] [--initial-cluster=NAME=URL,…] [--initial-cluster-token=TOKEN]
    [--initial-advertise-peer-urls=URL,…] [--skip-hash-check] [--bump-revision=N --mark-compacted]`;

/** Rejects with FlagError or SnapshotError: their message is for the person who gave the command. */
export async function runSnapshotCommand(argv: readonly string[], output: Output): Promise<void> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'save':
      return save(rest, output);
    case 'status':
      return status(rest, output);
    case 'restore':
      return restore(rest, output);
    case 'help':
    case '--help':
    case '-h':
      return output.out(usage);
    default:
      throw new FlagError(
        `snapshot must be followed by save, status or restore: got ${command ?? 'nothing'}\n${usage}`,
      );
  }
}

interface Optional {
  readonly type: 'string';
}
interface Text extends Optional {
  readonly default: string;
  readonly short?: string;
}
interface Switch {
  readonly type: 'boolean';
  readonly default: false;
}
const text = (value: string): Text => ({ type: 'string', default: value });
const optional: Optional = { type: 'string' };
const off: Switch = { type: 'boolean', default: false };

async function save(argv: readonly string[], { out, note }: Output): Promise<void> {
  const { file, values } = read('save', argv, {
    endpoints: text('127.0.0.1:2379'),
    cacert: optional,
    cert: optional,
    key: optional,
    user: optional,
    'dial-timeout': text('5s'),
  });
  const endpoints = values.endpoints.split(',');
  const [endpoint = ''] = endpoints;
  if (endpoints.length > 1) {
    throw new FlagError(`snapshot must be requested to one selected node, not multiple [${endpoints.join(' ')}]`);
  }
  const sizeBytes = await saveSnapshot({
    file,
    endpoint,
    ...(values.cacert === undefined ? {} : { caFile: values.cacert }),
    ...(values.cert === undefined ? {} : { certFile: values.cert }),
    ...(values.key === undefined ? {} : { keyFile: values.key }),
    ...(values.user === undefined ? {} : { user: values.user }),
    dialTimeoutMs: seconds('dial-timeout', values['dial-timeout']) * 1000,
    progress: note,
  });
  note(`received ${humanBytes(sizeBytes)}`);
  out(`Snapshot saved at ${file}`);
}

async function status(argv: readonly string[], { out }: Output): Promise<void> {
  const { file, values } = read('status', argv, {
    'write-out': { ...text('simple'), short: 'w' },
  });
  const format = statusFormats.find((each) => each === values['write-out']);
  if (format === undefined)
    throw new FlagError(`--write-out must be one of ${statusFormats.join(', ')}: got ${values['write-out']}`);
  out(formatStatus(await snapshotStatus(file), format));
}

async function restore(argv: readonly string[], { out, note }: Output): Promise<void> {
  const { file, values } = read('restore', argv, {
    name: text('default'),
    'data-dir': optional,
    'initial-cluster': optional,
    'initial-cluster-token': text('etcd-cluster'),
    'initial-advertise-peer-urls': text('http://localhost:2380'),
    'skip-hash-check': off,
    'bump-revision': text('0'),
    'mark-compacted': off,
  });
  const { name } = values;
  const peerUrls = values['initial-advertise-peer-urls']
    .split(',')
    .map((url) => checkUrl('initial-advertise-peer-urls', url));
  const cluster = values['initial-cluster'];
  const initialCluster = cluster === undefined ? new Map([[name, peerUrls]]) : parseInitialCluster(cluster);
  checkOwnEntry(name, initialCluster, peerUrls);
  const bumpRevision = Number(values['bump-revision']);
  if (!Number.isSafeInteger(bumpRevision) || bumpRevision < 0) {
    throw new FlagError(`--bump-revision must be a number: got ${JSON.stringify(values['bump-revision'])}`);
  }
  if (bumpRevision > 0 !== values['mark-compacted']) {
    throw new FlagError('--bump-revision and --mark-compacted go together: revisions that are skipped cannot be read');
  }
  const dataDir = values['data-dir'] ?? `${name}.etcd`;
  const restored = await restoreSnapshot({
    file,
    dataDir,
    name,
    initialCluster,
    initialClusterToken: values['initial-cluster-token'],
    skipHashCheck: values['skip-hash-check'],
    bumpRevision,
    progress: note,
  });
  if (restored.orphanCount > 0)
    note(`${restored.orphanCount} keys are kept without their lease, which is not in the file`);
  out(
    `Restored ${file} into ${dataDir}: member ${restored.memberId.toString(16)} of cluster ${restored.clusterId.toString(16)} ` +
      `at revision ${restored.revision}, with ${restored.versionCount} versions of keys and ${restored.leaseCount} leases`,
  );
}

type Options = Record<string, Optional | Text | Switch>;
type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Switch ? boolean : O[K] extends Text ? string : string | undefined;
};

function read<O extends Options>(
  command: string,
  argv: readonly string[],
  options: O,
): { readonly file: string; readonly values: Values<O> } {
  let parsed: { values: object; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error));
  }
  const [file] = parsed.positionals;
  if (file === undefined || parsed.positionals.length > 1) {
    throw new FlagError(`snapshot ${command} expects one argument, the file: got ${parsed.positionals.length}`);
  }
  return { file, values: parsed.values as Values<O> };
}

function seconds(flag: string, value: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(value);
  if (match === null) throw new FlagError(`--${flag} must be a duration such as 5s: got ${JSON.stringify(value)}`);
  return Number(match[1]) * { ms: 0.001, s: 1, m: 60 }[match[2] as 'ms' | 's' | 'm'];
}

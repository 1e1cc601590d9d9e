/** `kuorum up`: a whole cluster on this machine, a process a part. */
import { stopSignal } from '@kuorum/base/node';
import { delay, systemClock } from '@kuorum/base';
import { Command, Option } from 'commander';
import { CliError } from '../errors.js';
import { dataDirFlag } from '../local/advice.js';
import {
  isSecure,
  membersMax,
  newClusterConfig,
  nodesMax,
  readClusterConfig,
  runtimeNames,
  writeClusterConfig,
  type ClusterConfig,
  type RuntimeName,
} from '../local/cluster-config.js';
import { startCluster, stopCluster } from '../local/cluster.js';
import { dockerVersion } from '../local/containers.js';
import { isLocked, withLock } from '../local/lock.js';
import { isAlive, logFile, readRecords } from '../local/processes.js';
import { Progress } from '../print/progress.js';
import { dataDirOption } from './local-options.js';
import { summary } from './up-summary.js';

interface UpOptions {
  readonly members?: string;
  readonly nodes?: string;
  readonly runtime?: RuntimeName;
  readonly dataDir: string;
  readonly detach?: boolean;
  readonly insecure?: boolean;
  readonly ports: 'standard' | 'free';
}

export function upCommand(): Command {
  return (
    new Command('up')
      .description('Start a cluster on this machine: store, control plane and nodes, each its own process')
      .option('--members <n>', 'store members: 1, 3, 5 or 7 (default: 3)')
      .option('--nodes <n>', 'nodes (default: 3)')
      .addOption(
        new Option('--runtime <name>', 'what runs containers (default: docker where it answers, else process)').choices(
          runtimeNames,
        ),
      )
      .addOption(dataDirOption())
      .addOption(
        new Option('--ports <how>', 'well-known ports where free, or free ones only')
          .choices(['standard', 'free'])
          .default('standard'),
      )
      .option(
        '--insecure',
        'plaintext on loopback, where everybody on this machine may do everything (default: mutual TLS and roles)',
      )
      .option('-d, --detach', 'return when the cluster is ready; "kuorum down" stops it')
      // Who asks for --secure, which is how it is anyway, would be told to try --insecure.
      .showSuggestionAfterError(false)
      .action(up)
  );
}

async function up(options: UpOptions): Promise<void> {
  const { dataDir } = options;
  const progress = new Progress();
  const signal = stopSignal(() =>
    progress.say(`Left in the middle. "kuorum down${dataDirFlag(dataDir)}" stops what still runs.`),
  );
  let config: ClusterConfig | undefined;
  try {
    await withLock(dataDir, 'start the cluster', async () => {
      const found = await findOrLayOut(options, progress);
      config = found.config;
      await startCluster({ config, dataDir, signal }, progress);
      progress.say(await summary({ ...found, dataDir, detached: options.detach === true }));
    });
    if (options.detach === true) return;
    if ((await watchProcesses(dataDir, signal, progress)) === 'stopped elsewhere') return;
  } catch (error) {
    if (config === undefined) throw error;
    if (options.detach === true && !signal.aborted) {
      progress.say(`The cluster is left as it is; "kuorum down${dataDirFlag(dataDir)}" stops it.`);
      throw error;
    }
    await stop(config, dataDir, progress);
    if (!signal.aborted) throw error;
    return;
  }
  if (config !== undefined) await stop(config, dataDir, progress);
}

function stop(config: ClusterConfig, dataDir: string, progress: Progress): Promise<void> {
  return withLock(dataDir, 'stop the cluster', () => stopCluster(config, dataDir, progress));
}

interface Found {
  readonly config: ClusterConfig;
  readonly isNew: boolean;
}

async function findOrLayOut(options: UpOptions, progress: Progress): Promise<Found> {
  const { dataDir } = options;
  const members = count(options.members, '--members', membersMax);
  const nodes = count(options.nodes, '--nodes', nodesMax);
  if (members !== undefined && members % 2 === 0) {
    throw new CliError(
      `Cannot run ${members} members: an even number tolerates no more failures than one less; choose 1, 3, 5 or 7`,
    );
  }
  const existing = await readClusterConfig(dataDir);
  if (existing !== undefined) {
    refuseChange(existing, options, members, nodes);
    if (existing.runtime === 'docker') await mustFindDocker(dataDir);
    progress.say(`Cluster ${existing.id} from ${dataDir}`);
    return { config: existing, isNew: false };
  }
  if (options.runtime === 'docker') await mustFindDocker(dataDir);
  const runtime = options.runtime ?? (await chooseRuntime(progress));
  const config = await newClusterConfig({
    members: members ?? 3,
    nodes: nodes ?? 3,
    runtime,
    insecure: options.insecure === true,
    ports: options.ports,
  });
  await writeClusterConfig(dataDir, config);
  progress.say(`New cluster ${config.id} in ${dataDir}`);
  return { config, isNew: true };
}

async function mustFindDocker(dataDir: string): Promise<void> {
  if ((await dockerVersion()) !== undefined) return;
  throw new CliError(
    `Cannot run containers for the cluster in ${dataDir}: Docker does not answer at ${process.env['DOCKER_HOST'] ?? '/var/run/docker.sock'}. ` +
      'Start it (on Debian: make docker), or use another --data-dir with --runtime process',
  );
}

async function chooseRuntime(progress: Progress): Promise<RuntimeName> {
  const version = process.platform === 'linux' ? await dockerVersion() : undefined;
  if (version !== undefined) {
    progress.say(`Docker ${version} answers: pods are containers`);
    return 'docker';
  }
  if (process.platform !== 'linux') {
    progress.say('Pod addresses of Docker are reached on Linux only: pods run as child processes (runtime "process").');
    return 'process';
  }
  progress.say(
    'No Docker answers on this machine: pods run as child processes (runtime "process"), bundled images only.',
  );
  return 'process';
}

function refuseChange(
  existing: ClusterConfig,
  { runtime, dataDir, insecure }: UpOptions,
  members?: number,
  nodes?: number,
): void {
  if (insecure === true && isSecure(existing)) {
    throw new CliError(
      `Cannot make the cluster in ${dataDir} --insecure: it was made with mutual TLS, and its parts speak nothing else. ` +
        'Leave the flag out, or choose another --data-dir for a cluster in plaintext',
    );
  }
  const changes = [
    ['--members', members, existing.members.length],
    ['--nodes', nodes, existing.nodes.length],
    ['--runtime', runtime, existing.runtime],
  ] as const;
  for (const [flag, wanted, is] of changes) {
    if (wanted !== undefined && wanted !== is) {
      throw new CliError(
        `Cannot change ${flag} of the cluster in ${dataDir} from ${is} to ${wanted}: leave the flag out, or choose another --data-dir`,
      );
    }
  }
}

function count(text: string | undefined, flag: string, max: number): number | undefined {
  if (text === undefined) return undefined;
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > max)
    throw new CliError(`Cannot read ${flag}: ${JSON.stringify(text)} is not a whole number from 1 to ${max}`);
  return n;
}

const deathPollMs = 500;

/**
 * Until the signal aborts, or another command has stopped the cluster; says which process died meanwhile and how to start
 * it again.
 */
async function watchProcesses(
  dataDir: string,
  signal: AbortSignal,
  progress: Progress,
): Promise<'interrupted' | 'stopped elsewhere'> {
  const told = new Set<string>();
  while (!signal.aborted) {
    const records = readRecords(dataDir);
    if (records.length === 0) {
      progress.say('The cluster was stopped by another command.');
      return 'stopped elsewhere';
    }
    for (const record of records.filter((each) => !isAlive(each))) {
      const id = `${record.name}/${record.pid}`;
      // A process that "kuorum down" is just stopping has its record removed a moment later.
      if (told.has(id) || isLocked(dataDir)) continue;
      told.add(id);
      progress.say(
        `${record.name} (pid ${record.pid}) ended. Start it again with "npx kuorum start ${record.name}${dataDirFlag(dataDir)}"; its log is ${logFile(dataDir, record.name)}`,
      );
    }
    await delay(systemClock, deathPollMs, signal).catch(() => undefined);
  }
  return 'interrupted';
}

/** `kuorum up`, `down`, `status`, `start` and `stop`: a whole cluster on this machine, a process a part. */
import { aborted, stopSignal } from '@kuorum/base/node';
import { delay, systemClock } from '@kuorum/base';
import { Command, Option } from 'commander';
import { CliError } from '../errors.js';
import {
  defaultDataDir,
  membersMax,
  newClusterConfig,
  nodesMax,
  readClusterConfig,
  runtimeNames,
  writeClusterConfig,
  type ClusterConfig,
  type RuntimeName,
} from '../local/cluster-config.js';
import { mustFindSpec, startCluster, startMember, stopCluster } from '../local/cluster.js';
import { dockerVersion } from '../local/containers.js';
import { etcdServers } from '../local/layout.js';
import { findRecord, isAlive, logFile, readRecords, signalProcess, stopProcess } from '../local/processes.js';
import { statusText } from '../local/status.js';
import { Progress } from '../print/progress.js';

interface UpOptions {
  readonly members?: string;
  readonly nodes?: string;
  readonly runtime?: RuntimeName;
  readonly dataDir: string;
  readonly detach?: boolean;
  readonly ports: 'standard' | 'free';
}

const dataDirOption = (): Option =>
  new Option('--data-dir <dir>', 'where the cluster keeps its data').default(defaultDataDir());

export function upCommand(): Command {
  return new Command('up')
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
    .option('-d, --detach', 'return when the cluster is ready; "kuorum down" stops it')
    .action(up);
}

async function up(options: UpOptions): Promise<void> {
  const { dataDir } = options;
  const progress = new Progress();
  const signal = stopSignal();
  const config = await findOrLayOut(options, progress);
  try {
    await startCluster({ config, dataDir, signal }, progress);
    progress.say(summary(config, dataDir, options.detach === true));
    if (options.detach === true) return;
    await watchProcesses(dataDir, signal, progress);
  } catch (error) {
    if (options.detach === true && !signal.aborted) {
      progress.say(`The cluster is left as it is; "kuorum down${dataDirFlag(dataDir)}" stops it.`);
      throw error;
    }
    await stopCluster(config, dataDir, progress);
    if (!signal.aborted) throw error;
    return;
  }
  await stopCluster(config, dataDir, progress);
}

async function findOrLayOut(options: UpOptions, progress: Progress): Promise<ClusterConfig> {
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
    progress.say(`Cluster ${existing.id} from ${dataDir}`);
    return existing;
  }
  const runtime = options.runtime ?? (await chooseRuntime(progress));
  const config = await newClusterConfig({ members: members ?? 3, nodes: nodes ?? 3, runtime, ports: options.ports });
  await writeClusterConfig(dataDir, config);
  progress.say(`New cluster ${config.id} in ${dataDir}`);
  return config;
}

async function chooseRuntime(progress: Progress): Promise<RuntimeName> {
  const version = await dockerVersion();
  if (version !== undefined) {
    progress.say(`Docker ${version} answers: pods are containers`);
    return 'docker';
  }
  progress.say(
    'No Docker answers on this machine: pods run as child processes (runtime "process"), bundled images only.',
  );
  return 'process';
}

function refuseChange(
  existing: ClusterConfig,
  { runtime, dataDir }: UpOptions,
  members?: number,
  nodes?: number,
): void {
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

function dataDirFlag(dataDir: string): string {
  return dataDir === defaultDataDir() ? '' : ` --data-dir ${dataDir}`;
}

function summary(config: ClusterConfig, dataDir: string, detached: boolean): string {
  const flag = dataDirFlag(dataDir);
  const addresses = config.nodes.slice(0, 3).map(({ ip }) => ip);
  return `
Ready. Nothing is deployed yet.

  API server      ${config.apiserverAddress}   (gRPC with reflection)
  Store (etcd v3) ${etcdServers(config).join(', ')}
  Node addresses  ${addresses.join(', ')}${config.nodes.length > 3 ? ', …' : ''}${config.localhostNodePorts ? '   (NodePorts answer on 127.0.0.1 too)' : ''}
  Data directory  ${dataDir}

Try next:
  npx kuorum apply -f deploy/samples/echo.yaml${flag}
  npx kuorum get pods -o wide${flag}
  curl http://${config.localhostNodePorts ? '127.0.0.1' : (addresses[0] ?? '127.0.0.1')}:30080/

${detached ? `"npx kuorum down${flag}" stops it.` : 'Ctrl-C stops it.'} "npx kuorum status${flag}" shows its parts.
`;
}

const deathPollMs = 500;

/** Until the signal aborts; says which process died meanwhile and how to start it again. */
async function watchProcesses(dataDir: string, signal: AbortSignal, progress: Progress): Promise<void> {
  const known = new Set<string>();
  while (!signal.aborted) {
    for (const record of readRecords(dataDir)) {
      const id = `${record.name}/${record.pid}`;
      if (isAlive(record) || known.has(id)) continue;
      known.add(id);
      progress.say(
        `${record.name} (pid ${record.pid}) ended. Start it again with "npx kuorum start ${record.name}${dataDirFlag(dataDir)}"; its log is ${logFile(dataDir, record.name)}`,
      );
    }
    await Promise.race([delay(systemClock, deathPollMs), aborted(signal)]);
  }
}

async function mustReadConfig(dataDir: string): Promise<ClusterConfig> {
  const config = await readClusterConfig(dataDir);
  if (config === undefined)
    throw new CliError(`Cannot find a cluster in ${dataDir}: start one with "kuorum up", or name its --data-dir`);
  return config;
}

export function downCommand(): Command {
  return new Command('down')
    .description('Stop the local cluster; its data stays for the next "up"')
    .addOption(dataDirOption())
    .action(async ({ dataDir }: { dataDir: string }) => {
      await stopCluster(await mustReadConfig(dataDir), dataDir, new Progress());
    });
}

export function statusCommand(): Command {
  return new Command('status')
    .description('Show the processes of the local cluster, its Raft group and its nodes')
    .addOption(dataDirOption())
    .action(async ({ dataDir }: { dataDir: string }) => {
      const config = await mustReadConfig(dataDir);
      const { text, healthy } = await statusText(config, dataDir);
      console.log(text);
      if (!healthy) process.exitCode = 1;
    });
}

export function startCommand(): Command {
  return new Command('start')
    .description('Start processes of the local cluster that have ended')
    .argument('<name...>', 'such as n1, apiserver, node-2')
    .addOption(dataDirOption())
    .action(async (names: string[], { dataDir }: { dataDir: string }) => {
      const config = await mustReadConfig(dataDir);
      const specs = names.map((name) => mustFindSpec(config, dataDir, name));
      for (const spec of specs) console.log(`${spec.name} runs as pid ${startMember(dataDir, spec).pid}`);
    });
}

export function stopCommand(): Command {
  return new Command('stop')
    .description('Stop processes of the local cluster, to see what the others do')
    .argument('<name...>', 'such as n1, apiserver, node-2')
    .option('--kill', 'with SIGKILL, as a crash would')
    .addOption(dataDirOption())
    .action(async (names: string[], { dataDir, kill }: { dataDir: string; kill?: boolean }) => {
      const config = await mustReadConfig(dataDir);
      for (const { name } of names.map((wanted) => mustFindSpec(config, dataDir, wanted))) {
        const record = findRecord(dataDir, name);
        if (record === undefined || !isAlive(record)) {
          console.log(`${name} does not run`);
          continue;
        }
        if (kill === true) signalProcess(record, 'SIGKILL');
        await stopProcess(record, stopGraceMs);
        console.log(`${name} (pid ${record.pid}) ${kill === true ? 'killed' : 'stopped'}`);
      }
    });
}

/** SIGTERM to SIGKILL for "kuorum stop". */
const stopGraceMs = 10_000;

/**
 * A whole cluster as `kuorum up` starts it: real processes, real data on disk, real Docker. Each has a data directory,
 * ports, addresses, a network and container labels of its own; `remove` ends it and checks that nothing is left.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createApiClient,
  createEtcdClient,
  tlsFromFiles,
  type ApiClient,
  type ClientTlsSource,
  type EtcdClient,
} from '@kuorum/client';
import { isPodReady, type Pod } from '@kuorum/api';
import {
  mustRun,
  repositoryDir,
  runCommand,
  runKuorum,
  startKuorum,
  type CommandOptions,
  type RunningCommand,
  type CommandResult,
} from './commands.js';
import { eventually } from './eventually.js';

/** What the tests read of `cluster.json`. */
interface ClusterConfig {
  /** Such as 10.99.16.0/20. */
  readonly serviceClusterIpRange: string;
  readonly id: string;
  readonly apiserverAddress: string;
  /** Not there: plaintext. */
  readonly security?: 'tls';
  readonly members: readonly { readonly name: string; readonly clientPort: number }[];
  readonly nodes: readonly { readonly name: string; readonly ip: string }[];
}

const upTimeoutMs = 180_000;

export class LocalCluster {
  private constructor(
    readonly dataDir: string,
    readonly config: ClusterConfig,
    /** What `up` printed. */
    readonly upOutput: string,
  ) {}

  /** `make up ARGS="--detach …"`, as the README says. */
  static async up(args: readonly string[] = []): Promise<LocalCluster> {
    const dataDir = await mkdtemp(join(tmpdir(), 'kuorum-test-'));
    const flags = ['--detach', '--ports=free', `--data-dir=${dataDir}`, ...args].join(' ');
    const { code, stdout, stderr } = await runCommand('make', ['up', `ARGS=${flags}`], { timeoutMs: upTimeoutMs });
    const cluster = await LocalCluster.open(dataDir, stdout).catch(() => undefined);
    if (code !== 0 || cluster === undefined) {
      const logs = await tailLogs(dataDir);
      await cluster?.remove();
      await rm(dataDir, { recursive: true, force: true });
      throw new Error(`make up exited with ${code}:\n${stdout}${stderr}\n${logs}`);
    }
    return cluster;
  }

  private static async open(dataDir: string, output: string): Promise<LocalCluster> {
    const config = JSON.parse(await readFile(join(dataDir, 'cluster.json'), 'utf8')) as ClusterConfig;
    return new LocalCluster(dataDir, config, output);
  }

  /** Runs the client against this cluster. */
  kuorum(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return runKuorum(args, { ...options, env: { ...options.env, KUORUM_DATA_DIR: this.dataDir } });
  }

  /** The same, for a command that must succeed; gives its output. */
  async mustKuorum(args: readonly string[], options: CommandOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.kuorum(args, options);
    if (code !== 0) throw new Error(`kuorum ${args.join(' ')} exited with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Starts a client command that runs until it is interrupted. */
  startKuorum(args: readonly string[]): RunningCommand {
    return startKuorum(args, { KUORUM_DATA_DIR: this.dataDir });
  }

  /** As the administrator. */
  apiClient(): ApiClient {
    return createApiClient({ servers: [this.config.apiserverAddress], tls: this.tls('ca', 'admin') });
  }

  /** A client of the store; of one member only when `member` names it. */
  etcdClient(member?: string): EtcdClient {
    return createEtcdClient({ endpoints: this.endpoints(member), tls: this.tls('etcd/ca', 'etcd/admin') });
  }

  /** By the names of files in the data directory's pki; undefined where the cluster is plaintext. */
  private tls(authority: string, name: string): ClientTlsSource | undefined {
    if (this.config.security !== 'tls') return undefined;
    const file = (path: string): string => join(this.dataDir, 'pki', path);
    return tlsFromFiles({
      caFile: file(`${authority}.crt`),
      certFile: file(`${name}.crt`),
      keyFile: file(`${name}.key`),
    });
  }

  endpoints(member?: string): string[] {
    const scheme = this.config.security === 'tls' ? 'https' : 'http';
    return this.config.members
      .filter(({ name }) => member === undefined || name === member)
      .map(({ clientPort }) => `${scheme}://127.0.0.1:${clientPort}`);
  }

  /** Name of the member that leads now. */
  async leader(): Promise<string> {
    const client = this.etcdClient();
    try {
      return await eventually('a leader', 20_000, async () => {
        for (const { name } of this.config.members) {
          const status = await client.status(this.endpoints(name)[0]).catch(() => undefined);
          if (status !== undefined && status.leaderId === status.memberId) return name;
        }
        throw new Error('no member leads');
      });
    } finally {
      client.close();
    }
  }

  async pidOf(name: string): Promise<number> {
    const record = JSON.parse(await readFile(join(this.dataDir, 'run', `${name}.json`), 'utf8')) as { pid: number };
    return record.pid;
  }

  /** kill -9, then waits until the process is gone. */
  async kill(name: string): Promise<void> {
    const pid = await this.pidOf(name);
    process.kill(pid, 'SIGKILL');
    await eventually(`${name} is dead`, 10_000, () => {
      if (isRunning(pid)) throw new Error(`${name} (pid ${pid}) still runs`);
    });
  }

  async start(name: string): Promise<void> {
    await this.mustKuorum(['start', name]);
  }

  /** Ids of this cluster's containers, running ones unless `all`; `filters` such as `label=kuorum.io/node=node-1`. */
  async containers(filters: readonly string[] = [], all = false): Promise<string[]> {
    const label = `label=kuorum.io/cluster=kuorum-${this.config.id}`;
    const args = ['ps', '-q', ...(all ? ['-a'] : []), ...[label, ...filters].flatMap((filter) => ['--filter', filter])];
    return (await mustRun('docker', args)).split('\n').filter((id) => id !== '');
  }

  async pods(labelSelector: string): Promise<Pod[]> {
    const client = this.apiClient();
    try {
      return (await client.pods.list({ namespace: 'default', labelSelector })).items;
    } finally {
      client.close();
    }
  }

  /** Waits until exactly `count` pods match, all of them Ready; gives them. */
  async readyPods(labelSelector: string, count: number, deadlineMs: number): Promise<Pod[]> {
    return eventually(`${count} ready pods of ${labelSelector}`, deadlineMs, async () => {
      const pods = await this.pods(labelSelector);
      const ready = pods.filter((pod) => isPodReady(pod) && pod.metadata.deletionTimestamp === '');
      if (ready.length !== count || pods.length !== count) throw new Error(describePods(pods));
      return ready;
    });
  }

  /** Stops everything, checks that no process, container or network stays, and removes the data. */
  async remove(): Promise<void> {
    const pids = await recordedPids(this.dataDir);
    const { code, stdout, stderr } = await runCommand('make', ['down', `ARGS=--data-dir=${this.dataDir}`]);
    const processes = pids.filter(isRunning);
    for (const pid of processes) process.kill(pid, 'SIGKILL');
    const containers = await this.containers([], true);
    if (containers.length > 0) await runCommand('docker', ['rm', '-f', ...containers]);
    const networks = (
      await runCommand('docker', [
        'network',
        'ls',
        '-q',
        '--filter',
        `label=kuorum.io/cluster=kuorum-${this.config.id}`,
      ])
    ).stdout.trim();
    const addresses = this.serviceAddresses();
    await rm(this.dataDir, { recursive: true, force: true });
    if (code !== 0) throw new Error(`make down exited with ${code}:\n${stdout}${stderr}`);
    if (processes.length > 0) throw new Error(`make down left processes: ${processes.join(' ')}`);
    if (containers.length > 0) throw new Error(`make down left containers: ${containers.join(' ')}`);
    if (addresses.length > 0) throw new Error(`make down left addresses on lo: ${addresses.join(' ')}`);
    if (networks !== '') throw new Error(`make down left networks: ${networks}`);
  }

  /** ClusterIPs of this cluster that stand on the loopback device. */
  serviceAddresses(): string[] {
    const [first = 0, second = 0, third = 0] = this.config.serviceClusterIpRange.split('.').map(Number);
    return Object.entries(networkInterfaces())
      .filter(([device]) => device.startsWith('lo'))
      .flatMap(([, list = []]) => list.map(({ address }) => address))
      .filter((address) => {
        const [a, b, c] = address.split('.').map(Number);
        return a === first && b === second && c !== undefined && c >>> 4 === third >>> 4;
      });
  }

  /** Ends of the processes' logs, for a failed test. */
  logs(): Promise<string> {
    return tailLogs(this.dataDir);
  }
}

/** One GET on a connection of its own, so that each request is balanced. Gives the body. */
export function httpGet(host: string, port: number, path = '/', timeoutMs = 3_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ host, port, path, agent: false, timeout: timeoutMs }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`HTTP ${response.statusCode}: ${body}`));
      });
    });
    call.on('timeout', () => call.destroy(new Error(`no answer from ${host}:${port} within ${timeoutMs} ms`)));
    call.on('error', reject);
    call.end();
  });
}

/** Name of the pod that answered, out of the echo server's body. */
export function podThatAnswered(body: string, pods: readonly Pod[]): string {
  const pod = pods.find(({ metadata }) => body.includes(metadata.name));
  if (pod === undefined) throw new Error(`no pod of the service answered: ${body}`);
  return pod.metadata.name;
}

export const sample = (name: string): string => join(repositoryDir, 'deploy', 'samples', name);

function describePods(pods: readonly Pod[]): string {
  return pods
    .map(
      ({ metadata, spec, status }) =>
        `${metadata.name} on ${spec.nodeName || '?'} ${status.phase} ready=${String(status.containerStatuses[0]?.ready)} ${status.reason}`,
    )
    .join('; ');
}

/** Pids of the processes that `up` recorded in the data directory. */
export async function recordedPids(dataDir: string): Promise<number[]> {
  const names = await readdir(join(dataDir, 'run')).catch(() => []);
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => (JSON.parse(await readFile(join(dataDir, 'run', name), 'utf8')) as { pid: number }).pid),
  );
}

/** Whether the process still does something: one that has ended and only waits to be reaped does not. */
export function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z') === false;
  } catch {
    return false;
  }
}

const logBytesShown = 2_000;

async function tailLogs(dataDir: string): Promise<string> {
  const dir = join(dataDir, 'logs');
  const names = await readdir(dir).catch(() => []);
  const texts = names
    .sort()
    .map(async (name) => `--- ${name}\n${(await readFile(join(dir, name), 'utf8')).slice(-logBytesShown)}`);
  return (await Promise.all(texts)).join('\n');
}

/**
 * The local cluster of a data directory, as `kuorum up` laid it out once: identity, ports and addresses. Kept in
 * `cluster.json`, so that a second `up` finds the same cluster and its data.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../errors.js';

export const runtimeNames = ['docker', 'process', 'hollow'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

export interface MemberConfig {
  readonly name: string;
  readonly clientPort: number;
  readonly peerPort: number;
  readonly metricsPort: number;
}

export interface NodeConfig {
  readonly name: string;
  readonly ip: string;
  readonly kubeletPort: number;
  readonly healthPort: number;
}

export interface ClusterConfig {
  readonly version: 1;
  /** Six hex digits; names containers, network and lease holders. */
  readonly id: string;
  readonly runtime: RuntimeName;
  readonly apiserverAddress: string;
  /** Of /healthz and /metrics; clusters of before it was noted have one that nobody chose. */
  readonly apiserverHealthPort?: number;
  /** Mutual TLS on every hop. Not given: plaintext on loopback, by --insecure or because it was made before TLS was the default. */
  readonly security?: 'tls';
  readonly schedulerHealthPort: number;
  readonly controllersHealthPort: number;
  readonly serviceClusterIpRange: string;
  readonly clusterIpMode: 'address' | 'none';
  readonly localhostNodePorts: boolean;
  readonly members: readonly MemberConfig[];
  readonly nodes: readonly NodeConfig[];
}

/** The most store members and nodes one machine is asked to run. */
export const membersMax = 7;
export const nodesMax = 100;

/** Where a local cluster lives unless told otherwise. */
export function defaultDataDir(): string {
  return process.env['KUORUM_DATA_DIR'] || join(homedir(), '.kuorum', 'local');
}

/** Nobody else may be its administrator. */
export const ownerOnly = 'The files of a local cluster are for the user who made it: run this as that user';

export function isSecure({ security }: ClusterConfig): boolean {
  return security === 'tls';
}

const fileOf = (dataDir: string): string => join(dataDir, 'cluster.json');

export async function readClusterConfig(dataDir: string): Promise<ClusterConfig | undefined> {
  let text: string;
  try {
    text = await readFile(fileOf(dataDir), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CliError(`Cannot read ${fileOf(dataDir)} (${String(code)}). ${ownerOnly}, or choose another --data-dir`);
  }
  try {
    const config = JSON.parse(text) as ClusterConfig;
    if (config.version === 1) return config;
  } catch {
    // Falls through to the error below: both cases need the same answer from the user.
  }
  throw new CliError(
    `Cannot read ${fileOf(dataDir)}: it is not a cluster description of this version; choose another --data-dir or remove it`,
  );
}

/** Writes the file whole or not at all. */
export async function writeClusterConfig(dataDir: string, config: ClusterConfig): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const temporary = `${fileOf(dataDir)}.new`;
  await writeFile(temporary, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  await rename(temporary, fileOf(dataDir));
}

export interface LayoutOptions {
  readonly members: number;
  readonly nodes: number;
  readonly runtime: RuntimeName;
  /** Plaintext on loopback; default: mutual TLS. */
  readonly insecure?: boolean;
  /** `standard` takes the well-known ports where they are free; `free` takes none of them, for clusters side by side. */
  readonly ports: 'standard' | 'free';
}

const apiserverPortStandard = 6443;

/** Lays out a new cluster: draws an id, picks ports and addresses. */
export async function newClusterConfig({
  members,
  nodes,
  runtime,
  insecure = false,
  ports,
}: LayoutOptions): Promise<ClusterConfig> {
  const id = randomBytes(3).toString('hex');
  const standard = ports === 'standard';
  const picker = new PortPicker();
  try {
    const pick = (port: number): Promise<number> => picker.pick(standard ? port : 0);
    const apiserverPort = await pick(apiserverPortStandard);
    const apiserverHealthPort = await picker.pick(0);
    const schedulerHealthPort = await pick(10259);
    const controllersHealthPort = await pick(10257);
    const memberConfigs: MemberConfig[] = [];
    for (let i = 0; i < members; i++) {
      const [clientPort, peerPort, metricsPort] = [
        await pick(2379 + 10_000 * i),
        await pick(2380 + 10_000 * i),
        await picker.pick(0),
      ];
      memberConfigs.push({ name: `n${i + 1}`, clientPort, peerPort, metricsPort });
    }
    const nodeConfigs: NodeConfig[] = [];
    // One cluster of a machine has the well-known addresses; a second one beside it draws its own.
    const first = standard && apiserverPort === apiserverPortStandard;
    const prefix = first ? '127.0.1' : `127.${1 + (parseInt(id.slice(0, 2), 16) % 60)}.${parseInt(id.slice(2, 4), 16)}`;
    for (let i = 0; i < nodes; i++) {
      nodeConfigs.push({
        name: `node-${i + 1}`,
        // Only Linux answers all of 127.0.0.0/8; elsewhere the nodes share one address and each NodePort has one listener.
        ip: process.platform === 'linux' ? `${prefix}.${i + 1}` : '127.0.0.1',
        kubeletPort: await picker.pick(0),
        healthPort: await picker.pick(0),
      });
    }
    const addresses = canAddAddresses(runtime);
    return {
      version: 1,
      id,
      runtime,
      apiserverAddress: `127.0.0.1:${apiserverPort}`,
      apiserverHealthPort,
      ...(insecure ? {} : { security: 'tls' }),
      schedulerHealthPort,
      controllersHealthPort,
      serviceClusterIpRange: addresses ? serviceRangeOf(id) : '127.96.0.0/16',
      clusterIpMode: 'address',
      localhostNodePorts: first,
      members: memberConfigs,
      nodes: nodeConfigs,
    };
  } finally {
    await picker.release();
  }
}

/** Containers reach a service address only where the proxies may put it on the host's loopback device. */
function canAddAddresses(runtime: RuntimeName): boolean {
  return runtime === 'docker' && process.platform === 'linux' && process.getuid?.() === 0;
}

/** A /20 inside 10.96.0.0/12 drawn from the cluster's id, so that clusters side by side rarely share addresses. */
function serviceRangeOf(id: string): string {
  const n = parseInt(id.slice(0, 2), 16);
  return `10.${96 + (n >> 4)}.${(n & 15) << 4}.0/20`;
}

/**
 * Ports are drawn from below the range that the kernel hands out to outgoing connections (and beside the NodePorts), so
 * that no connection sits on a port while its process is away for a restart.
 */
const drawnPorts = { from: 12_000, to: 29_999 };
const drawsMax = 100;

/** Holds every port it gave until `release`, so that it gives none twice. */
class PortPicker {
  private readonly servers: Server[] = [];

  /** `wanted` when it is free, else a free port drawn at random; 0 = always drawn. */
  async pick(wanted: number): Promise<number> {
    if (wanted !== 0 && (await this.hold(wanted))) return wanted;
    for (let draw = 0; draw < drawsMax; draw++) {
      const port = randomInt(drawnPorts.from, drawnPorts.to + 1);
      if (await this.hold(port)) return port;
    }
    throw new CliError(`Cannot find a free port on 127.0.0.1 between ${drawnPorts.from} and ${drawnPorts.to}`);
  }

  private hold(port: number): Promise<boolean> {
    const server = createServer();
    return new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => {
        this.servers.push(server);
        resolve(true);
      });
    });
  }

  async release(): Promise<void> {
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

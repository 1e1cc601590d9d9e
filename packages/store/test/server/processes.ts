/** Members as processes of their own, ended as only a process can be ended: by kill -9. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { eventually, freePort, type Cleanup } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { call, type Clients } from './cluster.js';

export const mainFile = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const channel = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500 };

export class MemberProcess {
  private child: ChildProcess | undefined;

  constructor(
    readonly name: string,
    /** `host:port` of the client API. */
    readonly target: string,
    readonly clients: Clients,
    private readonly argv: readonly string[],
    private readonly cleanup: Cleanup,
  ) {}

  /** Starts it, or starts it again on its directory and ports. */
  start(): void {
    this.child = this.cleanup.own(
      spawn(process.execPath, [mainFile, ...this.argv], { stdio: ['ignore', 'ignore', 'inherit'] }),
      (child) => child.kill('SIGKILL'),
    );
  }

  /** Resolves with the exit code when it has ended by itself. */
  get ended(): Promise<number | null> {
    const { child } = this;
    if (child === undefined) throw new Error(`${this.name} does not run`);
    if (child.exitCode !== null) return Promise.resolve(child.exitCode);
    return new Promise((resolve) => child.once('exit', resolve));
  }

  /** Resolves with the exit code when the process is gone, and with it its lock on the directory. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    if (child === undefined) throw new Error(`${this.name} does not run`);
    return new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill(signal);
    });
  }
}

export async function startThree(cleanup: Cleanup, flags: readonly string[] = []): Promise<MemberProcess[]> {
  const directory = await cleanup.tempDir();
  const ports = await Promise.all(
    ['m1', 'm2', 'm3'].map(async (name) => ({ name, peer: await freePort(), client: await freePort() })),
  );
  const cluster = ports.map(({ name, peer }) => `${name}=http://127.0.0.1:${peer}`).join(',');
  return ports.map(({ name, peer, client }) => {
    const argv = [
      `--name=${name}`,
      `--data-dir=${join(directory, name)}`,
      `--listen-client-urls=http://127.0.0.1:${client}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=${cluster}`,
      '--heartbeat-interval=50',
      '--election-timeout=500',
      '--log-level=error',
      ...flags,
    ];
    const member = new MemberProcess(name, `127.0.0.1:${client}`, clientsOf(cleanup, client), argv, cleanup);
    member.start();
    return member;
  });
}

/** Where a member is to be reached, before it exists. */
export interface Place {
  readonly name: string;
  readonly peerUrl: string;
  readonly client: number;
}

export async function placeOf(name: string): Promise<Place> {
  return { name, peerUrl: `http://127.0.0.1:${await freePort()}`, client: await freePort() };
}

/** A member at its place, with etcd's default times, started with `cluster` as its --initial-cluster. */
export function startAt(
  cleanup: Cleanup,
  directory: string,
  { name, peerUrl, client }: Place,
  cluster: readonly Place[],
  flags: readonly string[] = [],
): MemberProcess {
  const argv = [
    `--name=${name}`,
    `--data-dir=${join(directory, name)}`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=${cluster.map((each) => `${each.name}=${each.peerUrl}`).join(',')}`,
    '--log-level=error',
    ...flags,
  ];
  const member = new MemberProcess(name, `127.0.0.1:${client}`, clientsOf(cleanup, client), argv, cleanup);
  member.start();
  return member;
}

export function leaderOf(members: readonly MemberProcess[]): Promise<MemberProcess> {
  return eventually(async () => {
    for (const member of members) {
      const { maintenance } = member.clients;
      const status = await call<object, etcdserverpb.StatusResponse__Output>(maintenance, 'Status', {}, 500).catch(
        () => undefined,
      );
      if (status !== undefined && status.leader === status.header?.member_id) return member;
    }
    return undefined;
  }, 'a leader');
}

function clientsOf(cleanup: Cleanup, port: number): Clients {
  const make = <C extends { close(): void }>(service: string): C =>
    cleanup.own(
      createClient<C>(`etcdserverpb.${service}`, `127.0.0.1:${port}`, credentials.createInsecure(), channel),
      (client) => client.close(),
    );
  return {
    kv: make('KV'),
    watch: make('Watch'),
    lease: make('Lease'),
    cluster: make('Cluster'),
    maintenance: make('Maintenance'),
  };
}

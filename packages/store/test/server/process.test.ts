/** Members as processes of their own, ended as only a process can be ended: by kill -9. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { Cleanup, eventually, freePort } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, range, put, type Clients } from './cluster.js';

const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const channel = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500 };

interface Process {
  readonly name: string;
  readonly argv: readonly string[];
  readonly clients: Clients;
  child: ChildProcess;
}

describe('a store of three processes', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const run = (argv: readonly string[]): ChildProcess =>
    cleanup.own(spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'ignore', 'inherit'] }), (child) =>
      child.kill('SIGKILL'),
    );

  /** Resolves when the process is gone, and with it its lock on the directory. */
  const killed = (child: ChildProcess): Promise<unknown> =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });

  const startThree = async (): Promise<Process[]> => {
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
      ];
      return { name, argv, clients: clientsOf(client), child: run(argv) };
    });
  };

  const clientsOf = (port: number): Clients => {
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
  };

  const leaderOf = (members: readonly Process[]): Promise<Process> =>
    eventually(async () => {
      for (const member of members) {
        const { maintenance } = member.clients;
        const status = await call<object, etcdserverpb.StatusResponse__Output>(maintenance, 'Status', {}, 500).catch(
          () => undefined,
        );
        if (status !== undefined && status.leader === status.header?.member_id) return member;
      }
      return undefined;
    }, 'a leader');

  it('loses no acknowledged write when its leader is killed, and goes on within a second or two', async () => {
    const members = await startThree();
    const leader = await leaderOf(members);
    const others = members.filter((member) => member !== leader);
    const acknowledged: string[] = [];
    let writing = true;
    const writers = others.flatMap(({ name, clients }) =>
      Array.from({ length: 4 }, async (_, writer) => {
        for (let i = 0; writing; i++) {
          const key = `n/${name}/${writer}/${i}`;
          await put(clients, key, 'x').then(
            () => acknowledged.push(key),
            () => undefined,
          );
        }
      }),
    );
    await eventually(() => acknowledged.length > 100, 'writes');
    await killed(leader.child);
    const killedMs = performance.now();
    const before = acknowledged.length;
    await eventually(() => acknowledged.length > before + 100, 'writes under the new leader');
    expect(performance.now() - killedMs).to.be.lessThan(5000);
    writing = false;
    await Promise.all(writers);
    leader.child = run(leader.argv);
    const all = { key: Buffer.from('n/'), range_end: Buffer.from('n0'), keys_only: true };
    for (const { clients } of members) {
      const { kvs } = await eventually(() => range(clients, all), 'a read');
      const present = new Set(kvs.map(({ key }) => key.toString()));
      expect(acknowledged.filter((key) => !present.has(key))).to.deep.equal([]);
    }
  }).timeout(30_000);

  it('finds everything acknowledged after all of it was killed', async () => {
    const members = await startThree();
    await leaderOf(members);
    const clients = members[0]?.clients as Clients;
    const keys = Array.from({ length: 50 }, (_, i) => `k/${i}`);
    await Promise.all(keys.map((key) => put(clients, key, 'x')));
    await Promise.all(members.map(({ child }) => killed(child)));
    for (const member of members) member.child = run(member.argv);
    await leaderOf(members);
    const { count } = await eventually(
      () => range(clients, { key: Buffer.from('k/'), range_end: Buffer.from('k0'), count_only: true }),
      'a read',
    );
    expect(count).to.equal('50');
  }).timeout(30_000);

  it('says what is wrong with its flags and exits with 1', async () => {
    const child = cleanup.own(spawn(process.execPath, [main, '--election-timeout=1']), (each) => each.kill());
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, text.trim()]).to.deep.equal([
      1,
      '--election-timeout must be at least 5 times --heartbeat-interval: they are 1 and 100 ms',
    ]);
  });

  it('drains and exits with 0 on SIGTERM', async () => {
    const members = await startThree();
    const member = await leaderOf(members);
    const closed = new Promise((resolve) => member.child.once('close', resolve));
    member.child.kill('SIGTERM');
    expect(await closed).to.equal(0);
  }).timeout(30_000);
});

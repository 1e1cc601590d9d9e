/** Histories that differ, made so on the disk of a stopped member, and who notices; checksums while much goes on. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { corruptMembers } from '@kuorum/store/server/internals';
import { Cleanup, eventually, freePort } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { ClassicLevel } from 'classic-level';
import { expect } from 'chai';
import { call, get, put, refusal, symbolicUrl, TestCluster, type Clients } from './cluster.js';
import { withUsers } from './users.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const hashKv = (clients: Clients, revision = 0): Promise<etcdserverpb.HashKVResponse__Output> =>
  call(clients.maintenance, 'HashKV', { revision: String(revision) });

/** Turns `from` into `to` in every stored value of a stopped member. */
async function forge(directory: string, from: string, to: string): Promise<number> {
  const db = new ClassicLevel<Buffer, Buffer>(join(directory, 'member', 'state'), {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
  });
  await db.open();
  let count = 0;
  for await (const [key, value] of db.iterator()) {
    if (!value.includes(from)) continue;
    await db.put(key, Buffer.from(value.toString('latin1').replace(from, to), 'latin1'), { sync: true });
    count++;
  }
  await db.close();
  return count;
}

/** Stops a member, once it holds `revision` (a put is acknowledged before every member has it), and forges what it holds. */
async function stopAndForge(cluster: TestCluster, name: string, revision: number): Promise<void> {
  const { mvcc } = cluster.member(name).member.machine;
  await eventually(() => mvcc.currentRevision >= revision, `${name} at revision ${revision}`);
  await cluster.stopMember(name);
  expect(await forge(cluster.directoryOf(name), 'genuine', 'forged!')).to.equal(1);
}

/** Takes connections, and says nothing. */
async function silentListener(
  cleanup: Cleanup,
): Promise<{ readonly url: string; readonly reached: Promise<void>; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  const reached = new Promise<void>((resolve) => server.once('connection', () => resolve()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  cleanup.add(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, reached, close };
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

describe('corruption', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('of a member is noticed by the leader, and stops reads and writes on every member', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { corruptCheckIntervalMs: 100 });
    const revision = await put(cluster.clients('m1'), 'k', 'genuine');
    const follower = await cluster.follower();
    await stopAndForge(cluster, follower, revision);
    await cluster.startMember(follower);
    const alarmed = await eventually(
      () =>
        cluster.names
          .map((name) => cluster.member(name).member.machine.alarms.list('corrupt'))
          .find((all) => all.length > 0),
      'the alarm',
    );
    expect(alarmed).to.deep.equal([{ memberId: cluster.member(follower).memberId, type: 'corrupt' }]);
    const corrupt = { code: status.DATA_LOSS, details: 'etcdserver: corrupt cluster' };
    for (const name of cluster.names) {
      expect(await refusal(put(cluster.clients(name), 'k', 'v'))).to.deep.equal(corrupt);
      expect(await refusal(get(cluster.clients(name), 'k'))).to.deep.equal(corrupt);
    }
  });

  it('is noticed while authentication is on', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { corruptCheckIntervalMs: 100 });
    const root = await withUsers(cluster, cleanup, await cluster.leader());
    await root.put('k', 'genuine');
    const follower = await cluster.follower();
    await stopAndForge(cluster, follower, 2);
    await cluster.startMember(follower);
    const { alarms } = cluster.member(follower).member.machine;
    await eventually(() => alarms.list('corrupt').length > 0, 'the alarm');
  });

  it('is noticed by the member itself before it serves, when it is told to look', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { initialCorruptCheck: true });
    const revision = await put(cluster.clients('m1'), 'k', 'genuine');
    await cluster.stopMember('m2');
    await cluster.startMember('m2');
    await stopAndForge(cluster, 'm2', revision);
    const failure = await cluster.startMember('m2').catch((error: Error) => error.message);
    expect(failure).to.match(
      /^Cannot start: the history of this member differs from that of member [0-9a-f]+ at revision 2/,
    );
  });

  it('is looked for before any client is served', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { initialCorruptCheck: true });
    await put(cluster.clients('m1'), 'k', 'genuine');
    await Promise.all(['m2', 'm3'].map((name) => cluster.stopMember(name)));
    const silent = await silentListener(cleanup);
    cluster.route(symbolicUrl('m3'), silent.url);
    const port = await freePort();
    const starting = cluster.startMember('m2', { listenClientUrls: [`http://127.0.0.1:${port}`] });
    await silent.reached;
    expect(await connects(port)).to.equal(false);
    silent.close();
    await starting;
    expect(await connects(port)).to.equal(true);
  });

  it('is not seen where there is none: under writes, compactions and restarts', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { corruptCheckIntervalMs: 20 });
    const [leader, follower] = [await cluster.leader(), await cluster.follower()];
    const clients = cluster.clients(leader);
    for (let i = 0; i < 300; i++) {
      const revision = await put(clients, `k/${i % 7}`, `v${i}`);
      if (i % 50 === 49) await call(clients.kv, 'Compact', { revision: String(revision - 10) });
      if (i !== 150) continue;
      await cluster.stopMember(follower);
      await cluster.startMember(follower);
    }
    for (const name of cluster.names) expect(cluster.member(name).member.machine.alarms.list()).to.deep.equal([]);
  });
});

describe('the checksum of the history', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('is what it is in one go, at every revision, and refuses those that are not there', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const clients = cluster.clients('m1');
    for (let i = 0; i < 60; i++) await put(clients, `k/${i % 9}`, `v${i}`);
    await call(clients.kv, 'DeleteRange', { key: bytes('k/3') });
    await call(clients.kv, 'Compact', { revision: '40' });
    const { mvcc } = cluster.member('m1').member.machine;
    for (const revision of [0, 40, 41, 55, mvcc.currentRevision]) {
      const { hash, hash_revision, compact_revision } = await hashKv(clients, revision);
      const expected = mvcc.hash(revision);
      expect([hash, hash_revision, compact_revision]).to.deep.equal([expected.hash, `${expected.revision}`, '40']);
    }
    expect(await refusal(hashKv(clients, 39))).to.deep.equal({
      code: status.OUT_OF_RANGE,
      details: 'etcdserver: mvcc: required revision has been compacted',
    });
    expect(await refusal(hashKv(clients, 1000))).to.deep.equal({
      code: status.OUT_OF_RANGE,
      details: 'etcdserver: mvcc: required revision is a future revision',
    });
  });

  it('is of one moment while writes and compactions go on', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const clients = cluster.clients('m1');
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i++) {
        const revision = await put(clients, `k/${i % 100}`, 'x'.repeat(200));
        if (i % 100 === 99) await call(clients.kv, 'Compact', { revision: String(revision - 50) });
      }
    })();
    for (let i = 0; i < 20; i++) {
      const { hash, hash_revision } = await hashKv(clients);
      const again = await hashKv(clients, Number(hash_revision)).catch(() => undefined);
      if (again?.compact_revision === '0') expect(again.hash).to.equal(hash);
    }
    writing = false;
    await writer;
    const { mvcc } = cluster.member('m1').member.machine;
    expect((await hashKv(clients)).hash).to.equal(mvcc.hash(0).hash);
  });
});

describe('corruptMembers', () => {
  const at = { hash: 1, revision: 10, compactRevision: 5, currentRevision: 10 };
  const peer = { ...at, memberId: 2n };
  const cases = [
    { title: 'nobody when all agree', peers: [peer], after: at, expected: [] },
    { title: 'a peer whose checksum differs', peers: [{ ...peer, hash: 2 }], after: at, expected: [2n] },
    {
      title: 'nobody for a checksum at another compacted revision',
      peers: [{ ...peer, hash: 2, compactRevision: 4 }],
      after: at,
      expected: [],
    },
    {
      title: 'a peer that is ahead of what is committed',
      peers: [{ ...peer, currentRevision: 11 }],
      after: at,
      expected: [2n],
    },
    {
      title: 'a peer that compacted what nobody asked for',
      peers: [{ ...peer, compactRevision: 6 }],
      after: at,
      expected: [2n],
    },
    { title: 'the leader when its own checksum changes', peers: [peer], after: { ...at, hash: 3 }, expected: [1n] },
    {
      title: 'nobody when writes came in between',
      peers: [{ ...peer, currentRevision: 12 }],
      after: { ...at, hash: 3, revision: 12, currentRevision: 12 },
      expected: [],
    },
  ];
  for (const { title, peers, after, expected } of cases) {
    it(`names ${title}`, () => expect([...corruptMembers(1n, at, after, peers)]).to.deep.equal(expected));
  }
});

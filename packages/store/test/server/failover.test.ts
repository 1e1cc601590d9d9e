import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { get, put, range, TestCluster, type Clients } from './cluster.js';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('a store that loses members', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const keys = async (clients: Clients): Promise<string[]> => {
    const { kvs } = await range(clients, { key: bytes('n/'), range_end: bytes('n0') });
    return kvs.map(({ key }) => key.toString());
  };

  it('loses no acknowledged write when its leader stops under load', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const leader = await cluster.leader();
    const follower = cluster.clients(await cluster.follower());
    const acknowledged: string[] = [];
    let writing = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; writing; i++) {
        const key = `n/${writer}/${i}`;
        // A refused write is of unknown outcome: it may or may not be there.
        await put(follower, key, 'x').then(
          () => acknowledged.push(key),
          () => undefined,
        );
      }
    });
    await eventually(() => acknowledged.length > 50, 'writes');
    await cluster.stopMember(leader);
    const before = acknowledged.length;
    await eventually(() => acknowledged.length > before + 50, 'writes under the new leader');
    writing = false;
    await Promise.all(writers);
    expect(await cluster.leader()).not.to.equal(leader);
    const present = new Set(await keys(follower));
    expect(acknowledged.filter((key) => !present.has(key))).to.deep.equal([]);
    await cluster.startMember(leader);
    expect(await keys(cluster.clients(leader))).to.deep.equal(await keys(follower));
  });

  it('finds all its data after every member was stopped', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const revision = await put(cluster.clients('m1'), 'kept', 'value');
    const { memberId, clusterId } = cluster.member('m2');
    await cluster.stopAll();
    await Promise.all(cluster.names.map((name) => cluster.startMember(name)));
    await cluster.leader();
    for (const name of cluster.names) expect(await get(cluster.clients(name), 'kept')).to.equal('value');
    expect(cluster.member('m2')).to.include({ memberId, clusterId });
    expect(await put(cluster.clients('m3'), 'next', 'x')).to.equal(revision + 1);
  });

  it('cuts its log, however often it is restarted in between', async () => {
    const cluster = await TestCluster.start(cleanup, 1, { snapshotCount: 20, snapshotCatchUpEntries: 5 });
    const firstIndex = (): number => cluster.member('m1').member.node.raft.log.firstIndex();
    for (let run = 0; run < 3; run++) {
      for (let i = 0; i < 10; i++) await put(cluster.clients('m1'), `n/${run}/${i}`, 'x');
      await cluster.stopMember('m1');
      await cluster.startMember('m1');
      await cluster.leader();
    }
    expect(firstIndex()).to.be.greaterThan(10);
  });

  it('brings a member that was away longer than the log back by a snapshot', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { snapshotCount: 20, snapshotCatchUpEntries: 5 });
    const away = await cluster.follower();
    await cluster.stopMember(away);
    const clients = cluster.clients(await cluster.leader());
    for (let i = 0; i < 100; i++) await put(clients, `n/${i}`, `value-${i}`);
    const returned = await cluster.startMember(away);
    await eventually(() => returned.member.metrics.snapshotsInstalled > 0, 'a snapshot');
    const late = cluster.clients(away);
    expect(await keys(late)).to.deep.equal(await keys(clients));
    await put(late, 'n/after', 'x');
    expect(await get(clients, 'n/after')).to.equal('x');
    const [ours, theirs] = [returned, cluster.member(await cluster.leader())].map(
      ({ member }) => member.machine.mvcc.hash(0).hash,
    );
    expect(ours).to.equal(theirs);
  });

  it('goes on after a restart of a member that lives by a snapshot', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { snapshotCount: 20, snapshotCatchUpEntries: 5 });
    const clients = cluster.clients('m1');
    for (let i = 0; i < 60; i++) await put(clients, `n/${i}`, 'x');
    await cluster.stopAll();
    await Promise.all(cluster.names.map((name) => cluster.startMember(name)));
    await cluster.leader();
    expect((await keys(cluster.clients('m2'))).length).to.equal(60);
  });

  it('serves a single member at once', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const clients = cluster.clients('m1');
    await put(clients, 'alone', 'x');
    expect(await get(clients, 'alone')).to.equal('x');
  });

  it('answers serializable reads without a majority, and no others', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const survivor = await cluster.follower();
    const clients = cluster.clients(survivor);
    await put(clients, 'minority', 'x');
    for (const name of cluster.names) if (name !== survivor) await cluster.stopMember(name);
    expect(await get(clients, 'minority', { serializable: true })).to.equal('x');
    const outcome = await get(clients, 'minority').catch((error: Error) => error.message);
    expect(outcome).to.contain('etcdserver: request timed out');
  }).timeout(60_000);
});

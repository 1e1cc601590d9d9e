import { connect, createServer, type AddressInfo } from 'node:net';
import { systemClock } from '@kuorum/base';
import { LostDiskError } from '@kuorum/store';
import { limits } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { rejection } from '../storage/fixtures.js';
import { call, get, put, symbolicUrl, TestCluster } from './cluster.js';

describe('a member with an empty directory', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('is refused when its peers know that it ran before, again and again, and they serve on', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const lost = await cluster.follower();
    await cluster.wipeMember(lost);
    for (let i = 0; i < 2; i++) {
      const error = await rejection(cluster.startMember(lost));
      expect(error).to.be.instanceOf(LostDiskError);
      expect(error?.message).to.match(/^Cannot start member m\d with the empty directory .*already been bootstrapped/);
      expect(error?.message).to.match(/peer at http:\/\/m\d:2380 says/);
    }
    const leader = cluster.clients(await cluster.leader());
    await put(leader, 'k', 'v');
    expect(await get(leader, 'k')).to.equal('v');
  });

  it('is replaced as its refusal says: removed, added, started with an empty directory as a member of what exists', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    await put(cluster.clients('m1'), 'k', 'v');
    const lost = await cluster.follower();
    const oldId = cluster.member(lost).memberId;
    await cluster.wipeMember(lost);
    const refused = await rejection(cluster.startMember(lost));
    expect(refused?.message).to.match(
      /etcdctl member remove ID.*etcdctl member add NAME.*--initial-cluster-state=existing/,
    );
    // Not even as a joining member, as long as it is still the old one.
    const joining = await rejection(cluster.startJoining(lost));
    expect(joining).to.be.instanceOf(LostDiskError);
    const leader = cluster.clients(await cluster.leader());
    await eventually(() => call(leader.cluster, 'MemberRemove', { ID: oldId.toString() }), 'the removal');
    // The leader has removed it; the other follower, if that is asked first, knows a moment later.
    const untold = /it has no member with the peer URLs http:\/\/m\d:2380. Tell it first: etcdctl .* member add/;
    await eventually(
      async () => untold.test((await rejection(cluster.startJoining(lost)))?.message ?? ''),
      'that every peer knows of the removal',
    );
    const again = await cluster.addMember(lost);
    expect(again.memberId).not.to.equal(oldId);
    await cluster.leader();
    expect(await get(cluster.clients(lost), 'k')).to.equal('v');
    await cluster.stopMember(lost);
    // Once it has a directory, how it came to it does not matter, nor whether a peer answers.
    await cluster.startJoining(lost, { alone: true });
    await put(cluster.clients(lost), 'k', 'w');
  });

  it('waits for peers that are there and busy: to be refused, and to join', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const lost = await cluster.follower();
    const leader = cluster.clients(await cluster.leader());
    const oldId = cluster.member(lost).memberId;
    await cluster.wipeMember(lost);
    for (const name of cluster.runningNames) {
      const { port } = new URL(cluster.member(name).peerUrls[0] ?? '');
      cluster.route(symbolicUrl(name), `http://127.0.0.1:${await busyWay(Number(port))}`);
    }
    expect(await rejection(cluster.startMember(lost))).to.be.instanceOf(LostDiskError);
    await eventually(() => call(leader.cluster, 'MemberRemove', { ID: oldId.toString() }), 'the removal');
    await cluster.memberAdd(lost);
    await cluster.startJoining(lost);
  });

  /** The port of a way to `port` on which every connection stands still at first, for longer than who is running is waited for. */
  async function busyWay(port: number): Promise<number> {
    const server = createServer((socket) => {
      const target = connect(port, '127.0.0.1');
      for (const each of [socket, target]) each.on('error', () => undefined);
      cleanup.add(() => [socket, target].forEach((each) => each.destroy()));
      systemClock.setTimeout(() => socket.pipe(target).pipe(socket), 1.5 * limits.ASK_PEERS_TIMEOUT_MS);
    });
    cleanup.add(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  it('joins when it starts for the first time, however late', async () => {
    const cluster = await TestCluster.create(cleanup, 3);
    await Promise.all(['m1', 'm2'].map((name) => cluster.startMember(name)));
    await cluster.leader();
    await put(cluster.clients('m1'), 'k', 'v');
    await cluster.startMember('m3');
    expect(await get(cluster.clients('m3'), 'k')).to.equal('v');
  });

  it('waits for nobody when nobody is there', async () => {
    // A wait would be in every start; a busy machine is not in every one of them.
    await eventually(async () => {
      const cluster = await TestCluster.create(cleanup, 3);
      const startMs = performance.now();
      await cluster.startMember('m1', { alone: true });
      const tookMs = performance.now() - startMs;
      await cluster.stopAll();
      if (tookMs >= limits.FIRST_START_TIMEOUT_MS) throw new Error(`the start took ${tookMs} ms`);
      return true;
    }, 'a start without a wait');
  });

  it('ends with words, not with an assertion, when nobody could tell it and a leader commits what it lost', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const lost = await cluster.follower();
    await put(cluster.clients(lost), 'k', 'v');
    await cluster.wipeMember(lost);
    await cluster.startMember(lost, { alone: true });
    await eventually(() => cluster.fatal.length > 0, 'the end');
    const [error] = cluster.fatal.splice(0);
    expect(error).to.be.instanceOf(LostDiskError);
    expect((error as Error).message).to.match(
      /^Cannot commit entry \d+: the log ends at 1; was it truncated or lost\?/,
    );
    expect((error as Error).message).to.contain('etcdctl member remove ID');
  });
});

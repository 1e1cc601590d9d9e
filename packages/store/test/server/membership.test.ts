/** Changes of membership by etcd's API: what is allowed, what is refused with which words, and what survives. */
import { status } from '@grpc/grpc-js';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, get, put, refusal, symbolicUrl, TestCluster } from './cluster.js';

describe('membership', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const members = async (cluster: TestCluster, name: string): Promise<etcdserverpb.Member__Output[]> => {
    const request: etcdserverpb.MemberListRequest = { linearizable: true };
    const response: etcdserverpb.MemberListResponse__Output = await call(
      cluster.clients(name).cluster,
      'MemberList',
      request,
    );
    return response.members;
  };
  const change = (cluster: TestCluster, name: string, method: string, request: object): Promise<unknown> =>
    call(cluster.clients(name).cluster, method, request);
  const failedPrecondition = (details: string): object => ({ code: status.FAILED_PRECONDITION, details });

  it('grows from one member to three and back to one, with all data on each', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    await put(cluster.clients('m1'), 'before', '1');
    const added = await cluster.memberAdd('m2');
    expect(added.member?.peerURLs).to.deep.equal(['http://m2:2380']);
    expect(added.members.map(({ name }) => name)).to.have.members(['m1', '']);
    const second = await cluster.startJoining('m2');
    expect(second.memberId.toString()).to.equal(added.member?.ID);
    await cluster.addMember('m3', { via: 'm2' });
    await cluster.leader();
    await put(cluster.clients('m3'), 'after', '2');
    for (const name of ['m1', 'm2', 'm3']) {
      expect(await get(cluster.clients(name), 'before')).to.equal('1');
      expect(await get(cluster.clients(name), 'after')).to.equal('2');
      expect((await members(cluster, name)).map((member) => member.name).sort()).to.deep.equal(['m1', 'm2', 'm3']);
    }
    for (const name of ['m1', 'm2']) {
      const { memberId, closed } = cluster.member(name);
      await eventually(() => change(cluster, 'm3', 'MemberRemove', { ID: memberId.toString() }), `removing ${name}`);
      await closed;
      await cluster.stopMember(name);
    }
    await cluster.leader();
    expect(await get(cluster.clients('m3'), 'before')).to.equal('1');
    expect((await members(cluster, 'm3')).map((member) => member.name)).to.deep.equal(['m3']);
  });

  it('a learner follows, serves stale reads only, and votes once it is promoted', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    await put(cluster.clients('m1'), 'k', 'v');
    const { memberId } = await cluster.addMember('m2', { isLearner: true });
    const learner = cluster.clients('m2');
    await eventually(async () => (await get(learner, 'k', { serializable: true })) === 'v', 'the learner has the key');
    const notForLearners = { code: status.UNAVAILABLE, details: 'etcdserver: rpc not supported for learner' };
    expect(await refusal(get(learner, 'k'))).to.deep.equal(notForLearners);
    expect(await refusal(put(learner, 'k', 'w'))).to.deep.equal(notForLearners);
    expect(await refusal(call(learner.cluster, 'MemberList', {}))).to.deep.equal(notForLearners);
    const watch = learner.watch.Watch();
    cleanup.add(() => watch.cancel());
    const watchRefused = new Promise<Error>((resolve) => watch.on('error', resolve));
    watch.write({ create_request: { key: Buffer.from('k') } });
    expect(await watchRefused).to.include(notForLearners);
    const status_: etcdserverpb.StatusResponse__Output = await call(learner.maintenance, 'Status', {});
    expect(status_.isLearner).to.equal(true);
    expect(
      await refusal(change(cluster, 'm1', 'MemberAdd', { peerURLs: ['http://m3:2380'], isLearner: true })),
    ).to.deep.equal(failedPrecondition('etcdserver: too many learner members in cluster'));
    expect(
      await refusal(change(cluster, 'm1', 'MemberPromote', { ID: cluster.member('m1').memberId.toString() })),
    ).to.deep.equal(failedPrecondition('etcdserver: can only promote a learner member'));
    expect(
      await refusal(call(cluster.clients('m1').maintenance, 'MoveLeader', { targetID: memberId.toString() })),
    ).to.deep.equal(failedPrecondition('etcdserver: bad leader transferee'));
    await eventually(() => change(cluster, 'm1', 'MemberPromote', { ID: memberId.toString() }), 'the promotion');
    await eventually(async () => (await get(learner, 'k')) === 'v', 'the new voter reads');
    expect((await members(cluster, 'm2')).map(({ isLearner }) => isLearner)).to.deep.equal([false, false]);
  });

  it('a learner that has not started is not promoted', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const { member } = await cluster.memberAdd('m2', { isLearner: true });
    expect(await refusal(change(cluster, 'm1', 'MemberPromote', { ID: member?.ID }))).to.deep.equal(
      failedPrecondition('etcdserver: can only promote a learner member which is in sync with leader'),
    );
  });

  it('refuses what etcd refuses, in its words, at any member', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    for (const name of cluster.names) {
      const refused = (method: string, request: object): Promise<object> =>
        refusal(change(cluster, name, method, request));
      await eventually(async () => {
        expect(await refused('MemberAdd', { peerURLs: ['http://m1:2380'] })).to.deep.equal(
          failedPrecondition('etcdserver: Peer URLs already exists'),
        );
        return true;
      });
      const unknown = { code: status.NOT_FOUND, details: 'etcdserver: member not found' };
      expect(await refused('MemberRemove', { ID: '1234' })).to.deep.equal(unknown);
      expect(await refused('MemberPromote', { ID: '1234' })).to.deep.equal(unknown);
      expect(await refused('MemberUpdate', { ID: '1234', peerURLs: ['http://x:1'] })).to.deep.equal(unknown);
      const badUrls = { code: status.INVALID_ARGUMENT, details: 'etcdserver: given member URLs are invalid' };
      for (const peerURLs of [[], ['m9:2380'], ['http://m9'], ['http://m9:1/path'], ['ftp://m9:1']]) {
        expect(await refused('MemberAdd', { peerURLs }), peerURLs.join()).to.deep.equal(badUrls);
      }
      const ID = cluster.member('m2').memberId.toString();
      expect(await refused('MemberUpdate', { ID, peerURLs: ['http://m1:2380'] })).to.deep.equal(
        failedPrecondition('etcdserver: Peer URLs already exists'),
      );
    }
  });

  it('adds, removes and adds the same address within a second: another member each time', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const ids = new Set<string>();
    for (let i = 0; i < 4; i++) {
      const { member } = await cluster.memberAdd('m2', { isLearner: true });
      ids.add(member?.ID ?? '');
      await change(cluster, 'm1', 'MemberRemove', { ID: member?.ID });
    }
    expect(ids.size).to.equal(4);
  });

  it('protects the quorum: no voter is added while one is away, and no running one removed', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const away = await cluster.follower();
    const awayId = cluster.member(away).memberId;
    await cluster.stopMember(away);
    const leader = await cluster.leader();
    const other = cluster.runningNames.find((name) => name !== leader) ?? '';
    const unhealthy = { code: status.UNAVAILABLE, details: 'etcdserver: unhealthy cluster' };
    const add = { peerURLs: ['http://m4:2380'] };
    await eventually(async () => {
      expect(await refusal(change(cluster, other, 'MemberAdd', add))).to.deep.equal(unhealthy);
      return true;
    });
    const ID = cluster.member(other).memberId.toString();
    expect(await refusal(change(cluster, leader, 'MemberRemove', { ID }))).to.deep.equal(unhealthy);
    await change(cluster, other, 'MemberRemove', { ID: awayId.toString() });
    expect(await members(cluster, leader)).to.have.length(2);
  });

  it('a second member that has not started yet keeps a third one out', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const first = await cluster.memberAdd('m4');
    expect(first.members).to.have.length(4);
    expect(await refusal(change(cluster, 'm1', 'MemberAdd', { peerURLs: ['http://m5:2380'] }))).to.deep.equal({
      code: status.UNAVAILABLE,
      details: 'etcdserver: unhealthy cluster',
    });
    await change(cluster, 'm1', 'MemberRemove', { ID: first.member?.ID });
    expect(await members(cluster, 'm1')).to.have.length(3);
  });

  it('several changes at once are made one after the other', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    await eventually(() =>
      change(cluster, 'm1', 'MemberUpdate', {
        ID: cluster.member('m1').memberId.toString(),
        peerURLs: [symbolicUrl('m1')],
      }),
    );
    const ids = cluster.names.map((name) => cluster.member(name).memberId.toString());
    await Promise.all(
      cluster.names.flatMap((name) =>
        ids.map((ID, i) => change(cluster, name, 'MemberUpdate', { ID, peerURLs: [symbolicUrl(`m${i + 1}`)] })),
      ),
    );
  });

  it('a removed member stops, stays out with its data, and its id is gone for good', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const removed = await cluster.follower();
    const { memberId, closed } = cluster.member(removed);
    const leader = await cluster.leader();
    await eventually(() => change(cluster, leader, 'MemberRemove', { ID: memberId.toString() }), 'the removal');
    await closed;
    await cluster.stopMember(removed);
    expect(await refusal(change(cluster, leader, 'MemberRemove', { ID: memberId.toString() }))).to.deep.equal({
      code: status.NOT_FOUND,
      details: 'etcdserver: member not found',
    });
    // It may or may not have applied its own removal: either way it does not take part.
    const again = await cluster.startMember(removed).catch((error: unknown) => error);
    if (again instanceof Error) expect(again.message).to.contain('permanently removed from the cluster');
    else await cluster.member(removed).closed;
    await put(cluster.clients(leader), 'k', 'v');
  });

  it('a member that was away when it was removed hears of it from the first peer it turns to', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const away = await cluster.follower();
    const { memberId } = cluster.member(away);
    await cluster.stopMember(away);
    const leader = await cluster.leader();
    await eventually(() => change(cluster, leader, 'MemberRemove', { ID: memberId.toString() }), 'the removal');
    const term = cluster.member(leader).member.term;
    const { closed, member } = await cluster.startMember(away);
    expect(member.machine.members.list()).to.have.length(3);
    await closed;
    await cluster.stopMember(away);
    await put(cluster.clients(leader), 'k', 'v');
    expect(cluster.member(leader).member.term, 'it has disturbed nobody').to.equal(term);
  });

  it('a removed leader answers and stops, and nobody waits for an election timeout', async () => {
    const electionTimeoutMs = 3_000;
    const withoutLeaderMs = async (): Promise<number> => {
      const cluster = await TestCluster.start(cleanup, 3, { heartbeatIntervalMs: 50, electionTimeoutMs });
      const leader = await cluster.leader();
      const { memberId, closed } = cluster.member(leader);
      const other = cluster.clients(cluster.names.find((name) => name !== leader) ?? '');
      await eventually(() => call(other.cluster, 'MemberRemove', { ID: memberId.toString() }), 'the removal');
      const removedMs = performance.now();
      await eventually(() => put(other, 'k', 'v'), 'a write');
      const tookMs = performance.now() - removedMs;
      await closed;
      await cluster.stopAll();
      return tookMs;
    };
    // The two that are left may stand at the same moment and split the votes, which costs a timeout; to wait for the timer would, each time.
    await eventually(async () => {
      const tookMs = await withoutLeaderMs();
      if (tookMs >= electionTimeoutMs) throw new Error(`a write took ${tookMs} ms`);
      return true;
    }, 'a removal that costs no election timeout');
  }).timeout(120_000);

  it('a leader of two that is removed leaves one that goes on', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    await cluster.addMember('m2');
    const leader = await cluster.leader();
    const { memberId, closed } = cluster.member(leader);
    await eventually(() => change(cluster, leader, 'MemberRemove', { ID: memberId.toString() }), 'the removal');
    await closed;
    await cluster.stopMember(leader);
    await put(cluster.clients(await cluster.leader()), 'k', 'v');
  });

  it('reaches a member at any of its addresses', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const second = await cluster.addMember('m2');
    const peerURLs = ['http://nowhere:2380', symbolicUrl('m2')];
    await change(cluster, 'm1', 'MemberUpdate', { ID: second.memberId.toString(), peerURLs });
    await put(cluster.clients('m1'), 'k', 'v');
    await put(cluster.clients('m2'), 'k', 'w');
  });

  it('follows a member to another address', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const moved = await cluster.follower();
    const { memberId } = cluster.member(moved);
    await change(cluster, moved, 'MemberUpdate', { ID: memberId.toString(), peerURLs: ['http://elsewhere:2380'] });
    await cluster.stopMember(moved);
    cluster.moveTo('http://elsewhere:2380', moved);
    await put(cluster.clients(await cluster.leader()), 'k', 'v');
    const urls = ['http://elsewhere:2380'];
    const others = cluster.runningNames.map((name): [string, string[]] => [name, [symbolicUrl(name)]]);
    await cluster.startMember(moved, {
      initialClusterState: 'existing',
      initialAdvertisePeerUrls: urls,
      initialCluster: new Map([...others, [moved, urls]]),
    });
    await eventually(async () => (await get(cluster.clients(moved), 'k')) === 'v', 'the moved member follows');
  });
});

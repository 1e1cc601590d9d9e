/** What the smaller flags do to a member. */
import { connect } from 'node:http2';
import type { Logger } from '@kuorum/base/node';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { call, put, refusal, symbolicUrl, TestCluster } from './cluster.js';

describe('a member is told', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const log = (): { readonly logger: Logger; readonly lines: string[] } => {
    const lines: string[] = [];
    const write = (_fields: object, message: string): void => void lines.push(message);
    const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
    return { logger, lines };
  };

  for (const electAtOnceAlone of [true, false]) {
    it(`${electAtOnceAlone ? 'to lead at once' : 'to wait for its election timeout'} when it is alone`, async () => {
      const cluster = await TestCluster.create(cleanup, 1, { electionTimeoutMs: 600_000, electAtOnceAlone });
      const { member } = await cluster.startMember('m1');
      if (electAtOnceAlone) await eventually(() => member.isLeader, 'that it leads');
      else expect(member.node.raft.role.name).to.equal('follower');
    });
  }

  it('not to ask before an election', async () => {
    const cluster = await TestCluster.start(cleanup, 1, { preVote: false });
    expect(cluster.member('m1').member.node.raft.config.preVote).to.equal(false);
  });

  it('how many calls a connection may have', async () => {
    const cluster = await TestCluster.start(cleanup, 1, { maxConcurrentStreams: 3 });
    const session = cleanup.own(connect(`http://${cluster.target('m1')}`), (each) => each.destroy());
    const streams = await new Promise((resolve) => {
      session.on('remoteSettings', ({ maxConcurrentStreams }) => resolve(maxConcurrentStreams));
    });
    expect(streams).to.equal(3);
  });

  it('what takes long to apply, and what to say of its flags', async () => {
    const { logger, lines } = log();
    const cluster = await TestCluster.create(cleanup, 1, { warningApplyMs: 0, notes: ['--x does nothing here'] });
    await cluster.startMember('m1', { logger });
    await cluster.leader();
    await put(cluster.clients('m1'), 'k', 'v');
    expect(lines).to.include('apply request took too long').and.include('--x does nothing here');
  });

  it('how much a slice of a compaction deletes', async () => {
    const cluster = await TestCluster.start(cleanup, 1, { compactionBatchLimit: 5 });
    const clients = cluster.clients('m1');
    let revision = 0;
    for (let i = 0; i < 21; i++) revision = await put(clients, 'k', `${i}`);
    await call(clients.kv, 'Compact', { revision: `${revision}`, physical: true });
    expect(cluster.member('m1').member.metrics.compactionSliceMs.count).to.be.within(4, 6);
  });

  it('how many learners there may be', async () => {
    const cluster = await TestCluster.start(cleanup, 1, { maxLearners: 2 });
    const add = (name: string): Promise<object> =>
      call(cluster.clients('m1').cluster, 'MemberAdd', { peerURLs: [symbolicUrl(name)], isLearner: true });
    await add('m2');
    await add('m3');
    expect((await refusal(add('m4'))).details).to.equal('etcdserver: too many learner members in cluster');
  });
});

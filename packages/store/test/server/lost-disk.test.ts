import { LostDiskError } from '@kuorum/store';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { rejection } from '../storage/fixtures.js';
import { get, put, TestCluster } from './cluster.js';

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

  it('joins when it starts for the first time, however late', async () => {
    const cluster = await TestCluster.create(cleanup, 3);
    await Promise.all(['m1', 'm2'].map((name) => cluster.startMember(name)));
    await cluster.leader();
    await put(cluster.clients('m1'), 'k', 'v');
    await cluster.startMember('m3');
    expect(await get(cluster.clients('m3'), 'k')).to.equal('v');
  });

  it('waits for nobody when nobody is there', async () => {
    const cluster = await TestCluster.create(cleanup, 3);
    const startMs = performance.now();
    await cluster.startMember('m1', { alone: true });
    expect(performance.now() - startMs).to.be.lessThan(900);
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
    expect((error as Error).message).to.contain('cannot remove a member');
  });
});

/** Linearizable reads: a read never sees less than what was committed when it was asked for. */
import { mustGet } from '@kuorum/base';
import { expect } from 'chai';
import { Cluster } from './cluster.js';
import type { Member } from './member.js';

function follower(cluster: Cluster): Member {
  const leader = cluster.checkOneLeader();
  return mustGet(
    cluster.connected.find(({ id }) => id !== leader.id),
    'a follower',
  );
}

describe('raft ReadIndex', () => {
  it('is answered at the leader and, by forwarding, at followers, after one round of heartbeats', () => {
    const cluster = new Cluster({ size: 3 });
    const index = cluster.one('x', 3);
    for (const member of cluster.running) {
      expect(member.running.readIndex(`read at ${member.id}`)).to.equal('ok');
      cluster.settle();
      expect(member.readStates).to.deep.equal([{ index, ctx: `read at ${member.id}` }]);
    }
  });

  it('needs no heartbeat where the leader is the only voter', () => {
    const cluster = new Cluster({ size: 1, learners: 1 });
    const leader = cluster.checkOneLeader();
    cluster.network.intercept = () => undefined;
    leader.running.readIndex('alone');
    cluster.settle();
    expect(leader.readStates.map(({ ctx }) => ctx)).to.deep.equal(['alone']);
  });

  it('under partition is never stale: the old leader stays silent, and answers anew after healing', () => {
    const cluster = new Cluster({ size: 5 });
    cluster.one('old', 5);
    const old = cluster.checkOneLeader();
    const friend = follower(cluster);
    cluster.disconnect(old.id, friend.id);
    cluster.network.reconnect(old.id, [friend.id]);
    old.running.readIndex('in the minority');
    friend.running.readIndex('beside the old leader');
    const index = cluster.one('new', 3);
    cluster.tick(30);
    expect([...old.readStates, ...friend.readStates]).to.deep.equal([]);
    cluster.connect(old.id, friend.id);
    cluster.checkOneLeader();
    expect(old.running.readIndex('healed')).to.equal('ok');
    cluster.settle();
    expect(old.readStates.map(({ ctx }) => ctx)).to.deep.equal(['healed']);
    expect(old.readStates[0]?.index).to.be.at.least(index);
  });

  it('waits until a new leader has committed in its own term', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.one('x', 3);
    const next = follower(cluster);
    // The new leader may win, but what it appends does not get through.
    cluster.network.intercept = (message) => (message.type === 'app' && message.from === next.id ? undefined : message);
    cluster.checkOneLeader().running.transferLeader(next.id);
    cluster.settle();
    expect(next.running.raft.role.name).to.equal('leader');
    expect(next.running.readIndex('early')).to.equal('ok');
    cluster.tick(3);
    expect(next.readStates).to.deep.equal([]);
    cluster.network.intercept = (message) => message;
    cluster.runUntil(() => next.readStates.length === 1, 'the read is answered');
    expect(next.running.raft.log.term(mustGet(next.readStates[0], 'the read').index)).to.equal(next.running.raft.term);
  });

  it('a lost heartbeat only delays it: the next one carries the read too', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.one('x', 3);
    const leader = cluster.checkOneLeader();
    cluster.network.intercept = (message) => (message.type === 'heartbeat' ? undefined : message);
    for (const ctx of ['a', 'b', 'c']) leader.running.readIndex(ctx);
    cluster.settle();
    expect(leader.readStates).to.deep.equal([]);
    cluster.network.intercept = (message) => message;
    cluster.tick();
    expect(leader.readStates.map(({ ctx }) => ctx)).to.deep.equal(['a', 'b', 'c']);
  });

  it('is refused without a leader and beyond the limit of pending reads', () => {
    const cluster = new Cluster({ size: 3, config: { maxPendingReads: 2 } });
    expect(cluster.member(1n).running.readIndex('none')).to.equal('droppedNoLeader');
    const leader = cluster.checkOneLeader();
    cluster.network.intercept = () => undefined;
    const results = ['a', 'b', 'c'].map((ctx) => leader.running.readIndex(ctx));
    expect(results).to.deep.equal(['ok', 'ok', 'droppedTooManyReads']);
  });
});

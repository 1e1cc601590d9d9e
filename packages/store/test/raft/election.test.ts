/** Elections: MIT's scenarios InitialElection, ReElection, ManyElections; PreVote, CheckQuorum, votes. */
import { expect } from 'chai';
import { Cluster } from './cluster.js';

describe('raft elections', () => {
  it('InitialElection: one leader, all agree on the term, stable without failures', () => {
    // Heartbeats rarer than an exchange of votes: only the timers that they restart keep the leader in place.
    const cluster = new Cluster({ size: 3, config: { heartbeatTicks: 3 } });
    const leader = cluster.checkOneLeader();
    const term = cluster.term();
    cluster.tick(300);
    expect(cluster.checkOneLeader().id).to.equal(leader.id);
    expect(cluster.term()).to.equal(term);
  });

  it('ReElection: a cut leader is replaced, returns as follower; no quorum, no leader', () => {
    const cluster = new Cluster({ size: 3 });
    const first = cluster.checkOneLeader();
    cluster.disconnect(first.id);
    const second = cluster.checkOneLeader();
    expect(second.id).not.to.equal(first.id);
    cluster.connect(first.id);
    expect(cluster.checkOneLeader().id).to.equal(second.id);
    expect(first.running.raft.role.name).to.equal('follower');

    const third = cluster.ids.find((id) => id !== second.id && id !== first.id);
    cluster.disconnect(second.id, third ?? 0n);
    cluster.tick(50);
    cluster.checkNoLeader();
    cluster.connect(third ?? 0n);
    cluster.checkOneLeader();
    cluster.connect(second.id);
    cluster.checkOneLeader();
  });

  it('ManyElections: rounds of cutting up to 3 of 7, always exactly one leader', () => {
    const cluster = new Cluster({ size: 7, seed: 7 });
    for (let round = 0; round < 10; round++) {
      const cut = new Set([0, 0, 0].map(() => BigInt(1 + cluster.prng.int(7))));
      cluster.disconnect(...cut);
      cluster.checkOneLeader();
      cluster.connect(...cut);
    }
    cluster.checkOneLeader();
  });
});

/** Membership: learners, one voter at a time, joint consensus, and a crash in each phase of it. */
import { mustGet } from '@kuorum/base';
import {
  type ConfChange,
  type ConfChangeKind,
  configurationOf,
  confStateOf,
  changeConfiguration,
  decodeConfChange,
  emptyConfState,
  encodeConfChange,
  leaveJointChange,
  type NodeId,
} from '@kuorum/store/raft';
import { expect } from 'chai';
import { Cluster } from './cluster.js';

function change(
  changes: readonly (readonly [ConfChangeKind, NodeId])[],
  transition: ConfChange['transition'] = 'auto',
): ConfChange {
  return {
    transition,
    changes: changes.map(([kind, nodeId]) => ({ kind, nodeId })),
    context: new Uint8Array([7]),
  };
}

/** Proposes until the leader takes it, then waits until all running members have the same, settled membership. */
function reconfigure(cluster: Cluster, proposal: ConfChange, voters: readonly NodeId[]): void {
  cluster.runUntil(() => cluster.checkOneLeader().running.proposeConfChange(proposal) === 'ok', 'the change is taken');
  cluster.runUntil(
    () =>
      cluster.running
        .filter(({ id }) => voters.includes(id))
        .every(({ running }) => running.status().confState.voters.join() === voters.join()),
    `the voters are ${voters.join()}`,
  );
}

describe('raft membership', () => {
  it('a learner catches up, counts for nothing, and is promoted', () => {
    const cluster = new Cluster({ size: 3, learners: 1 });
    for (let i = 0; i < 5; i++) cluster.one(`c${i}`, 4);
    const leader = cluster.checkOneLeader();
    cluster.disconnect(...cluster.ids.filter((id) => id !== leader.id && id !== 4n));
    cluster.propose(leader, 'with a learner only');
    cluster.tick(5);
    expect(leader.commands).not.to.include('with a learner only');
    cluster.connect(...cluster.ids);
    reconfigure(cluster, change([['addVoter', 4n]]), [1n, 2n, 3n, 4n]);
    cluster.disconnect(1n);
    cluster.one('three of four', 3);
  });

  it('a new member is added through a snapshot, an old one is removed and does not disturb', () => {
    const cluster = new Cluster({ size: 3, snapshotEvery: 5 });
    for (let i = 0; i < 12; i++) cluster.one(`c${i}`, 3);
    cluster.addMember(4n, emptyConfState);
    reconfigure(cluster, change([['addLearner', 4n]]), [1n, 2n, 3n]);
    reconfigure(cluster, change([['addVoter', 4n]]), [1n, 2n, 3n, 4n]);
    expect(cluster.member(4n).installed.length).to.be.greaterThan(0);
    const removed = mustGet(
      cluster.ids.find((id) => id !== cluster.checkOneLeader().id),
      'a follower',
    );
    const rest = cluster.ids.filter((id) => id !== removed);
    reconfigure(cluster, change([['removeNode', removed]]), rest);
    const leader = mustGet(cluster.leaders()[0], 'a leader');
    const { term } = leader.running.raft;
    cluster.tick(100);
    expect(leader.running.raft.role.name).to.equal('leader');
    expect(leader.running.raft.term).to.equal(term);
    cluster.crash(removed);
    cluster.one('without it', 3);
  });

  it('a leader that removes itself steps down, the others go on', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    const rest = cluster.ids.filter((id) => id !== leader.id);
    reconfigure(cluster, change([['removeNode', leader.id]]), rest);
    expect(leader.running.raft.role.name).to.equal('follower');
    cluster.crash(leader.id);
    cluster.one('on', 2);
  });

  it('joint consensus: three members are replaced at once, left automatically', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.one('before', 3);
    const initial = confStateOf(configurationOf({ ...emptyConfState, voters: [1n, 2n, 3n] }));
    for (const id of [4n, 5n, 6n]) cluster.addMember(id, initial);
    const swap = change([
      ['addVoter', 4n],
      ['addVoter', 5n],
      ['addVoter', 6n],
      ['removeNode', 1n],
      ['removeNode', 2n],
      ['removeNode', 3n],
    ]);
    reconfigure(cluster, swap, [4n, 5n, 6n]);
    cluster.runUntil(
      () => [4n, 5n, 6n].every((id) => cluster.member(id).running.status().confState.votersOutgoing.length === 0),
      'the joint configuration is left',
    );
    for (const id of [1n, 2n, 3n]) cluster.crash(id);
    cluster.one('after', 3);
  });

  it('joint consensus: while it lasts, both majorities are needed', () => {
    const cluster = new Cluster({ size: 3 });
    for (const id of [4n, 5n]) cluster.addMember(id, { ...emptyConfState, voters: [1n, 2n, 3n] });
    const leader = cluster.checkOneLeader();
    const enter = change(
      [
        ['removeNode', 3n],
        ['addVoter', 4n],
        ['addVoter', 5n],
      ],
      'jointExplicit',
    );
    reconfigure(cluster, enter, [1n, 2n, 4n, 5n]);
    // A majority of the old voters {1,2,3}, but only two of the new {1,2,4,5}.
    cluster.disconnect(4n, 5n);
    expect(cluster.propose(leader, 'half')).to.equal('ok');
    cluster.tick(5);
    expect(cluster.appliedBy('half')).to.equal(0);
    cluster.connect(4n, 5n);
    cluster.runUntil(() => cluster.appliedBy('half') > 0, 'both majorities have it');
    reconfigure(cluster, leaveJointChange, [1n, 2n, 4n, 5n]);
    expect(cluster.checkOneLeader().running.status().confState.votersOutgoing).to.deep.equal([]);
  });

  it('joint consensus survives a crash of the leader in each phase', () => {
    const phases = ['proposed', 'replicated', 'entered', 'leaving', 'left'] as const;
    phases.forEach((phase, ticks) => {
      const cluster = new Cluster({ size: 3, seed: ticks + 1 });
      for (const id of [4n, 5n]) cluster.addMember(id, { ...emptyConfState, voters: [1n, 2n, 3n] });
      const leader = cluster.checkOneLeader();
      cluster.network.faults = { lossProbability: 0, duplicateProbability: 0, delayTicksMax: 1 };
      const swap = change([
        ['removeNode', leader.id],
        ['addVoter', 4n],
        ['addVoter', 5n],
      ]);
      expect(leader.running.proposeConfChange(swap), phase).to.equal('ok');
      cluster.tick(ticks);
      cluster.crash(leader.id);
      cluster.tick(60);
      cluster.restart(leader.id);
      cluster.runUntil(() => {
        const [now] = cluster.leaders();
        return now !== undefined && now.running.status().confState.votersOutgoing.length === 0;
      }, `${phase}: the configuration settles`);
      cluster.one(`after ${phase}`, 3);
    });
  });

  it('only one change at a time, and only valid ones', () => {
    const cluster = new Cluster({ size: 2 });
    const leader = cluster.checkOneLeader();
    expect(leader.running.proposeConfChange(leaveJointChange)).to.equal('droppedInvalidConfChange');
    const removeAll = change([
      ['removeNode', 1n],
      ['removeNode', 2n],
    ]);
    expect(leader.running.proposeConfChange(removeAll)).to.equal('droppedInvalidConfChange');
    expect(leader.running.refusalOf(removeAll)).to.equal('cannot remove the last voter');
    expect(leader.running.proposeConfChange(change([['addLearner', 3n]]))).to.equal('ok');
    expect(leader.running.proposeConfChange(change([['addLearner', 4n]]))).to.equal('droppedConfChangePending');
    cluster.settle();
    expect(leader.running.status().confState.learners).to.deep.equal([3n]);
  });

  it('demoting a voter in a joint configuration makes it a learner only on leaving', () => {
    const three = configurationOf({ ...emptyConfState, voters: [1n, 2n, 3n] });
    const joint = changeConfiguration(
      three,
      change([
        ['addLearner', 3n],
        ['addVoter', 4n],
      ]),
    );
    if (!joint.ok) throw new Error(joint.reason);
    expect(confStateOf(joint.config)).to.deep.equal({
      voters: [1n, 2n, 4n],
      votersOutgoing: [1n, 2n, 3n],
      learners: [],
      learnersNext: [3n],
      autoLeave: true,
    });
    const left = changeConfiguration(joint.config, leaveJointChange);
    if (!left.ok) throw new Error(left.reason);
    expect(confStateOf(left.config)).to.deep.equal({ ...emptyConfState, voters: [1n, 2n, 4n], learners: [3n] });
  });

  it('a change is encoded and decoded without loss', () => {
    const original = change(
      [
        ['addVoter', 2n ** 64n - 1n],
        ['addLearner', 2n],
        ['removeNode', 3n],
      ],
      'jointExplicit',
    );
    expect(decodeConfChange(encodeConfChange(original))).to.deep.equal(original);
  });
});

/** Membership: learners, one voter at a time, joint consensus, and a crash in each phase of it. */
import { mustGet } from '@kuorum/base';
import {
  asLogIndex,
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
    const [kept = 0n, removed = 0n] = [1n, 2n, 3n].filter((id) => id !== leader.id);
    const enter = change(
      [
        ['removeNode', removed],
        ['addVoter', 4n],
        ['addVoter', 5n],
      ],
      'jointExplicit',
    );
    const incoming = [leader.id, kept, 4n, 5n].sort();
    reconfigure(cluster, enter, incoming);
    // All of the old voters, but only two of the four new ones.
    cluster.disconnect(4n, 5n);
    expect(cluster.propose(leader, 'half')).to.equal('ok');
    cluster.tick(5);
    expect(cluster.appliedBy('half')).to.equal(0);
    cluster.connect(4n, 5n);
    cluster.runUntil(() => cluster.appliedBy('half') > 0, 'both majorities have it');
    // And the other way round: three of the new, but only one of the old.
    cluster.disconnect(kept, removed);
    cluster.propose(leader, 'other half');
    cluster.tick(5);
    expect(cluster.appliedBy('other half')).to.equal(0);
    cluster.connect(kept, removed);
    cluster.runUntil(() => cluster.appliedBy('other half') > 0, 'both majorities have it');
    reconfigure(cluster, leaveJointChange, incoming);
    expect(cluster.checkOneLeader().running.status().confState.votersOutgoing).to.deep.equal([]);
  });

  it('a group whose leader left with the news of its own removal finds together by what vote messages carry', () => {
    const cluster = new Cluster({ size: 2 });
    const leader = cluster.checkOneLeader();
    const other = mustGet(
      cluster.ids.find((id) => id !== leader.id),
      'the other',
    );
    const changeIndex = leader.running.status().lastIndex + 1;
    // The news that the removal is committed reaches nobody, and the leader has one entry more than the other.
    cluster.network.intercept = (message) => {
      if (message.type === 'heartbeat') return { ...message, commit: asLogIndex(0) };
      if (message.type !== 'app') return message;
      if (message.commit >= changeIndex) return undefined;
      return { ...message, entries: message.entries.filter(({ index }) => index <= changeIndex) };
    };
    leader.running.proposeConfChange(change([['removeNode', leader.id]]));
    cluster.propose(leader, 'longer');
    cluster.runUntil(() => leader.running.raft.role.name === 'follower', 'the leader is gone');
    cluster.network.intercept = (message) => message;
    cluster.runUntil(() => cluster.leaders()[0]?.id === other, 'the other leads alone');
    expect(cluster.member(other).running.status().confState.voters).to.deep.equal([other]);
  });

  it('a change from before a snapshot may still be applied while the snapshot waits', () => {
    const cluster = new Cluster({ size: 3, snapshotEvery: 4 });
    const leader = cluster.checkOneLeader();
    const slow = cluster.member(
      mustGet(
        cluster.ids.find((id) => id !== leader.id),
        'a follower',
      ),
    );
    leader.running.proposeConfChange(change([['addLearner', 4n]]));
    // The follower gets as far as a Ready with the committed change, then its shell takes its time.
    const holdsChange = (): boolean =>
      slow.outstanding?.committedEntries.some((entry) => entry.type === 'confChange') ?? false;
    for (let i = 0; i < 20 && !holdsChange(); i++) {
      if (slow.outstanding !== undefined) cluster.finishReady(slow);
      for (const member of cluster.running) {
        if (member !== slow && member.running.hasReady()) cluster.processReady(member);
      }
      for (const message of cluster.network.takeDue()) cluster.deliver(message);
      if (slow.running.hasReady()) slow.beginReady((message) => cluster.network.send(message));
    }
    expect(holdsChange()).to.equal(true);
    const { term } = leader.running.raft;
    const confState = { ...emptyConfState, voters: [1n, 2n, 3n, 5n], learners: [] };
    const snapshot = { metadata: { index: asLogIndex(50), term, confState }, data: new Uint8Array(0) };
    slow.running.step({ type: 'snap', from: leader.id, to: slow.id, term, snapshot });
    const changed = decodeConfChange(mustGet(slow.outstanding?.committedEntries.at(-1), 'the change').data);
    expect(slow.running.applyConfChange(changed)).to.deep.equal({
      ...emptyConfState,
      voters: [1n, 2n, 3n],
      learners: [4n],
    });
    slow.running.advance();
    expect(slow.running.ready().snapshot?.metadata.index).to.equal(50);
    expect(slow.running.status().confState).to.deep.equal(confState);
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

/** Log compaction: MIT's snapshot scenarios. The log stays bounded, and who fell behind gets a snapshot. */
import { asLogIndex } from '@kuorum/store/raft';
import { expect } from 'chai';
import { Cluster } from './cluster.js';
import { reliable } from './network.js';

const SNAPSHOT_EVERY = 10;

interface Scenario {
  readonly name: string;
  readonly disconnect: boolean;
  readonly unreliable: boolean;
  readonly crash: boolean;
}

const scenarios: readonly Scenario[] = [
  { name: 'SnapshotBasic', disconnect: false, unreliable: false, crash: false },
  { name: 'SnapshotInstall', disconnect: true, unreliable: false, crash: false },
  { name: 'SnapshotInstallUnreliable', disconnect: true, unreliable: true, crash: false },
  { name: 'SnapshotInstallCrash', disconnect: false, unreliable: false, crash: true },
  { name: 'SnapshotInstallUnCrash', disconnect: false, unreliable: true, crash: true },
];

describe('raft snapshots', () => {
  for (const scenario of scenarios) {
    it(`${scenario.name}: the log stays bounded and all catch up`, () => {
      const cluster = new Cluster({ size: 3, snapshotEvery: SNAPSHOT_EVERY, snapshotKeep: 2 });
      if (scenario.unreliable) {
        cluster.network.faults = { lossProbability: 0.1, duplicateProbability: 0.05, delayTicksMax: 2 };
      }
      cluster.one('start', 3);
      for (let round = 0; round < 10; round++) playRound(cluster, scenario, round);
      cluster.network.faults = reliable;
      cluster.one('last', 3);
      cluster.checkConverged();
      for (const { running } of cluster.running) {
        const { firstIndex, lastIndex } = running.status();
        expect(lastIndex - firstIndex).to.be.at.most(3 * SNAPSHOT_EVERY);
      }
      const installed = cluster.running.reduce((sum, member) => sum + member.installed.length, 0);
      if (scenario.disconnect || scenario.crash) expect(installed).to.be.greaterThan(0);
    });
  }

  it('SnapshotAllCrash: all crash again and again, the applied index never decreases', () => {
    const cluster = new Cluster({ size: 3, snapshotEvery: SNAPSHOT_EVERY });
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 7; i++) cluster.one(`${round}.${i}`, 3);
      const before = cluster.one(`${round}`, 3);
      for (const id of cluster.ids) cluster.restart(id);
      expect(cluster.one(`${round} again`, 3)).to.be.greaterThan(before);
    }
  });

  it('SnapshotInit: members that start from a snapshot take new commands', () => {
    const cluster = new Cluster({ size: 3, snapshotEvery: 1 });
    cluster.one('before', 3);
    for (const id of cluster.ids) cluster.restart(id);
    cluster.one('after', 3);
    for (const id of cluster.ids) cluster.restart(id);
    cluster.one('last', 3);
    for (const { commands } of cluster.running) expect(commands).to.deep.equal(['before', 'after', 'last']);
  });

  it('a snapshot that got lost is sent again', () => {
    const cluster = new Cluster({ size: 3, snapshotEvery: SNAPSHOT_EVERY });
    const leader = cluster.checkOneLeader();
    const away = cluster.ids.find((id) => id !== leader.id) ?? 0n;
    cluster.disconnect(away);
    for (let i = 0; i < 25; i++) cluster.one(`c${i}`, 2);
    let lost = 0;
    cluster.network.intercept = (message) => (message.type === 'snap' && lost++ < 3 ? undefined : message);
    cluster.connect(away);
    cluster.runUntil(() => cluster.member(away).installed.length > 0, 'the snapshot arrives');
    expect(lost).to.equal(4);
    cluster.one('last', 3);
  });

  it('a late duplicate of a snapshot does not take the state back', () => {
    const cluster = new Cluster({ size: 3, snapshotEvery: SNAPSHOT_EVERY });
    const leader = cluster.checkOneLeader();
    const away = cluster.member(cluster.ids.find((id) => id !== leader.id) ?? 0n);
    cluster.disconnect(away.id);
    for (let i = 0; i < 25; i++) cluster.one(`c${i}`, 2);
    const snapshot = leader.storage.snapshot();
    cluster.connect(away.id);
    cluster.one('more', 3);
    const { applied } = away.running.status();
    if (snapshot === undefined) throw new Error('no snapshot');
    const { term } = leader.running.raft;
    cluster.deliver({ type: 'snap', from: leader.id, to: away.id, term, snapshot });
    cluster.settle();
    expect(away.running.status().applied).to.be.at.least(applied);
    expect(away.running.status().firstIndex).to.be.greaterThan(asLogIndex(1));
  });
});

function playRound(cluster: Cluster, { disconnect, crash }: Scenario, round: number): void {
  const leader = cluster.leaders()[0] ?? cluster.checkOneLeader();
  const others = cluster.ids.filter((id) => id !== leader.id);
  // Every third time it is the leader that goes away.
  const victim = round % 3 === 1 ? leader.id : (others[round % 2] ?? 0n);
  if (disconnect) cluster.disconnect(victim);
  if (crash) cluster.crash(victim);
  for (let i = 0; i < SNAPSHOT_EVERY * 2 + 1; i++) cluster.one(`${round}.${i}`, disconnect || crash ? 2 : 3);
  if (disconnect) cluster.connect(victim);
  if (crash) cluster.restart(victim);
  cluster.one(`${round}`, 3);
}

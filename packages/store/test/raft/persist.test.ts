/** Crash and restart: MIT's scenarios Persist1 to Persist3, Figure8, Figure8Unreliable, UnreliableAgree and the churns. */
import { mustGet } from '@kuorum/base';
import type { NodeId } from '@kuorum/store/raft';
import { expect } from 'chai';
import { Cluster } from './cluster.js';
import type { NetworkFaults } from './network.js';

const unreliable: NetworkFaults = { lossProbability: 0.1, duplicateProbability: 0.05, delayTicksMax: 2 };
const longReordering: NetworkFaults = { lossProbability: 0.1, duplicateProbability: 0.1, delayTicksMax: 12 };

describe('raft persistence', () => {
  it('Persist1: restarts of all, of the leader, of a follower keep the state', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.one('11', 3);
    for (const id of cluster.ids) cluster.restart(id);
    cluster.one('12', 3);
    const first = cluster.checkOneLeader();
    cluster.restart(first.id);
    cluster.one('13', 3);
    const second = cluster.checkOneLeader();
    cluster.crash(second.id);
    cluster.one('14', 2);
    cluster.restart(second.id);
    cluster.one('15', 3);
    const follower = mustGet(
      cluster.ids.find((id) => id !== cluster.checkOneLeader().id),
      'a follower',
    );
    cluster.crash(follower);
    cluster.one('16', 2);
    cluster.restart(follower);
    cluster.one('17', 3);
    for (const { commands } of cluster.running) expect(commands.join()).to.equal('11,12,13,14,15,16,17');
  });

  it('Persist2: rolling majorities of five', () => {
    const cluster = new Cluster({ size: 5 });
    const at = (i: number): NodeId => BigInt((i % 5) + 1);
    for (let round = 0; round < 5; round++) {
      cluster.one(`a${round}`, 5);
      const start = Number(cluster.checkOneLeader().id);
      cluster.crash(at(start));
      cluster.crash(at(start + 1));
      cluster.one(`b${round}`, 3);
      for (const i of [2, 3, 4]) cluster.crash(at(start + i));
      cluster.restart(at(start));
      cluster.restart(at(start + 1));
      cluster.tick(20);
      cluster.checkNoLeader();
      cluster.restart(at(start + 2));
      cluster.one(`c${round}`, 3);
      cluster.restart(at(start + 3));
      cluster.restart(at(start + 4));
    }
    cluster.one('1000', 5);
    cluster.checkConverged();
  });

  it('Persist3: a partitioned leader and a follower crash, the leader restarts', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.one('101', 3);
    const leader = cluster.checkOneLeader();
    const [a, b] = cluster.ids.filter((id) => id !== leader.id);
    cluster.disconnect(b ?? 0n);
    cluster.one('102', 2);
    cluster.crash(leader.id);
    cluster.crash(a ?? 0n);
    cluster.connect(b ?? 0n);
    cluster.restart(leader.id);
    cluster.one('103', 2);
    cluster.restart(a ?? 0n);
    cluster.one('104', 3);
    cluster.checkConverged();
  });

  for (const { name, faults } of [
    { name: 'Figure8', faults: { lossProbability: 0, duplicateProbability: 0, delayTicksMax: 3 } },
    { name: 'Figure8Unreliable', faults: longReordering },
  ]) {
    it(`${name}: leaders crash right after a proposal, over and over`, () => {
      const cluster = new Cluster({ size: 5, seed: 8 });
      cluster.network.faults = faults;
      for (let round = 0; round < 200; round++) {
        for (const leader of cluster.leaders(cluster.running)) cluster.propose(leader, `${round} by ${leader.id}`);
        cluster.tick(cluster.prng.next() < 0.1 ? 1 + cluster.prng.int(15) : 1 + cluster.prng.int(2));
        const leader = cluster.leaders(cluster.running)[0];
        if (leader !== undefined && cluster.prng.next() < 0.5) cluster.crash(leader.id);
        const down = cluster.ids.filter((id) => cluster.member(id).node === undefined);
        const back = down[cluster.prng.int(down.length + 1)];
        if (cluster.running.length < 3 && down[0] !== undefined) cluster.restart(back ?? down[0]);
      }
      for (const id of cluster.ids) if (cluster.member(id).node === undefined) cluster.restart(id);
      cluster.network.faults = { lossProbability: 0, duplicateProbability: 0, delayTicksMax: 0 };
      cluster.one('last', 5);
      cluster.checkConverged();
    });
  }

  it('UnreliableAgree: five members agree over a bad network', () => {
    const cluster = new Cluster({ size: 5, seed: 5 });
    cluster.network.faults = unreliable;
    for (let round = 0; round < 20; round++) cluster.one(`r${round}`, 3);
    cluster.network.faults = { lossProbability: 0, duplicateProbability: 0, delayTicksMax: 0 };
    cluster.one('last', 5);
    cluster.checkConverged();
  });

  for (const { name, faults } of [
    { name: 'ReliableChurn', faults: { lossProbability: 0, duplicateProbability: 0, delayTicksMax: 1 } },
    { name: 'UnreliableChurn', faults: unreliable },
  ]) {
    it(`${name}: every acknowledged value is in the final log`, () => {
      const cluster = new Cluster({ size: 5, seed: 11 });
      cluster.network.faults = faults;
      const proposed: string[] = [];
      const acknowledged = new Set<string>();
      for (let round = 0; round < 60; round++) {
        const victim = BigInt(1 + cluster.prng.int(5));
        if (cluster.prng.next() < 0.2) cluster.disconnect(victim);
        if (cluster.prng.next() < 0.5) {
          if (cluster.member(victim).node === undefined) cluster.restart(victim);
          cluster.connect(victim);
        }
        if (cluster.prng.next() < 0.2 && cluster.member(victim).node !== undefined) cluster.crash(victim);
        for (const member of cluster.running) {
          const command = `${round} at ${member.id}`;
          if (cluster.propose(member, command) === 'ok') proposed.push(command);
        }
        cluster.tick(5);
        for (const command of proposed) if (cluster.appliedBy(command) > 0) acknowledged.add(command);
      }
      for (const id of cluster.ids) if (cluster.member(id).node === undefined) cluster.restart(id);
      cluster.connect(...cluster.ids);
      cluster.one('last', 5);
      const final = new Set(cluster.checkOneLeader().commands);
      expect(acknowledged.size).to.be.greaterThan(20);
      for (const command of acknowledged) expect(final.has(command), command).to.equal(true);
    });
  }
});

/** Networks that break between real members: whole and in part, one way, in the middle of a stream. */
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { namesOf, PATIENCE_MS } from '../../support/store/store-cluster.js';
import type { StoreMember } from '../../support/store/store-member.js';
import { runTrial } from '../../support/store/store-trial.js';

const RESETS = 12;
/** So the history of some hundred writes takes several MiB, and a snapshot several chunks. */
const PAD_BYTES = 24 * 1024;
const MIB = 1024 * 1024;

describe('a store under load whose network breaks', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('serves in the majority when the leader is cut off with a minority, which acknowledges nothing', async () => {
    await runTrial(cleanup, { seed: 21, size: 5 }, async ({ cluster, load }) => {
      const leader = await cluster.leader();
      const [companion, ...majority] = cluster.others(leader);
      const minority = [leader, companion as StoreMember];
      cluster.links.partition(namesOf(minority), namesOf(majority));
      await load.writesMore(150);
      expect(majority).to.include(await cluster.leader());
    });
  }).timeout(180_000);

  it('elects another leader when what the leader sends arrives nowhere, though it hears all', async () => {
    await runTrial(cleanup, { seed: 22 }, async ({ cluster, load }) => {
      const leader = await cluster.leader();
      for (const other of cluster.others(leader)) cluster.links.cutOneWay(leader.name, other.name);
      await load.writesMore(100);
      expect(await cluster.leader()).to.not.equal(leader);
    });
  }).timeout(180_000);

  it('elects another leader when the leader hears nobody, though all hear it', async () => {
    await runTrial(cleanup, { seed: 23 }, async ({ cluster, load }) => {
      const leader = await cluster.leader();
      for (const other of cluster.others(leader)) cluster.links.cutOneWay(other.name, leader.name);
      await load.writesMore(100);
      expect(await cluster.leader()).to.not.equal(leader);
    });
  }).timeout(180_000);

  it('serves when two halves meet only in one member: a bridge', async () => {
    await runTrial(cleanup, { seed: 24, size: 5 }, async ({ cluster, load }) => {
      const leader = await cluster.leader();
      const [bridge, a, b, c] = cluster.others(leader).map(({ name }) => name);
      // The bridge is in both; the old leader and one companion are on the other side of it.
      cluster.links.partition([leader.name, a ?? ''], [b ?? '', c ?? '']);
      expect(bridge).to.not.equal(undefined);
      await load.writesMore(150);
    });
  }).timeout(180_000);

  it('serves when each member lacks the link to one other: majorities in a ring', async () => {
    // Everybody is needed here, so one that gets no processor for half a second must not be given up.
    const flags = ['--heartbeat-interval=100', '--election-timeout=2000'];
    await runTrial(cleanup, { seed: 25, size: 5, flags }, async ({ cluster, load }) => {
      const names = namesOf(cluster.members);
      names.forEach((name, i) => cluster.links.cut(name, names[(i + 1) % names.length] ?? ''));
      await load.writesMore(150);
      // Restored one by one, in another order.
      for (const i of [3, 0, 4, 2, 1]) {
        cluster.links.healOne(names[i] ?? '', names[(i + 1) % names.length] ?? '');
        await load.writesMore(20);
      }
    });
  }).timeout(180_000);

  it('brings a member up to date whose snapshot is cut again and again on its way', async () => {
    const flags = ['--snapshot-count=100', '--experimental-snapshot-catchup-entries=20'];
    await runTrial(cleanup, { seed: 27, padBytes: PAD_BYTES, flags }, async ({ cluster, load }) => {
      const [behind] = (await cluster.followers()) as [StoreMember];
      await behind.end();
      await load.writesMore(400);
      // Whoever leads sends it; the leader may change on a busy machine.
      const others = cluster.others(behind);
      behind.start();
      for (let i = 0; i < 3; i++) {
        for (const other of others) cluster.links.resetAfter(other.name, behind.name, MIB + (i * MIB) / 2);
        await eventually(() => cluster.links.armed < others.length, 'the reset', PATIENCE_MS);
      }
      await eventually(
        () => others.some(({ said }) => said.includes('could not send a snapshot')),
        'the complaint of who sent it',
      );
    });
  }).timeout(180_000);

  it('serves over lines that delay, lose and let connections overtake each other', async () => {
    await runTrial(cleanup, { seed: 28 }, async ({ cluster, load }) => {
      const [a, b, c] = namesOf(cluster.members) as [string, string, string];
      cluster.links.worsen(a, b, { delayMs: 5, jitterMs: 60, lostPercent: 5 });
      cluster.links.worsen(b, c, { delayMs: 20, jitterMs: 10, lostPercent: 30 });
      cluster.links.worsen(a, c, { delayMs: 0, jitterMs: 5, lostPercent: 10 });
      await load.writesMore(100);
    });
  }).timeout(180_000);

  it('goes on when connections are reset in the middle of what they carry', async () => {
    await runTrial(cleanup, { seed: 26 }, async ({ cluster, load }) => {
      const names = namesOf(cluster.members);
      for (let i = 0; i < RESETS; i++) {
        cluster.links.reset(names[i % 3] ?? '', names[(i + 1) % 3] ?? '');
        await load.writesMore(15);
      }
    });
  }).timeout(180_000);
});

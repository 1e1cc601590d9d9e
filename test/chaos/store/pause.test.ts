/** Members that stand still (SIGSTOP) for longer than an election and than a lease, and then go on as if nothing were. */
import { delay, systemClock } from '@kuorum/base';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { ELECTION_MS } from '../../support/store/store-cluster.js';
import { runTrial } from '../../support/store/store-trial.js';

/** Longer than the lease of the trial (2 s). */
const LEASE_AND_MORE_MS = 3_500;

describe('a store under load whose members are paused', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('goes on without a follower that is paused longer than an election', async () => {
    await runTrial(cleanup, { seed: 11 }, async ({ cluster, load }) => {
      const [follower] = await cluster.followers();
      await follower?.pause();
      await delay(systemClock, 3 * ELECTION_MS);
      await load.writesMore(100);
      follower?.resume();
    });
  }).timeout(180_000);

  it('elects another leader; the old one, once it goes on, neither reads nor ends leases from the past', async () => {
    await runTrial(cleanup, { seed: 12 }, async ({ cluster, load }) => {
      const leader = await cluster.leader();
      await leader.pause();
      await load.writesMore(100);
      await delay(systemClock, LEASE_AND_MORE_MS);
      await load.writesMore(50);
      expect(await cluster.leader()).to.not.equal(leader);
      leader.resume();
      await load.writesMore(100);
    });
  }).timeout(180_000);

  it('goes on after all stood still for longer than a lease', async () => {
    await runTrial(cleanup, { seed: 13 }, async ({ cluster }) => {
      for (const member of cluster.members) await member.pause();
      await delay(systemClock, LEASE_AND_MORE_MS);
      for (const member of cluster.members) member.resume();
    });
  }).timeout(180_000);
});

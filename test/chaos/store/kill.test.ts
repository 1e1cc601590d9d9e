/** Members that are killed, -9, under load: what was acknowledged stays, and what was promised holds. */
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { runTrial } from '../../support/store/store-trial.js';

const CRASHES = 3;

describe('a store under load whose members are killed', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('goes on without a follower, and takes it back', async () => {
    await runTrial(cleanup, { seed: 1 }, async ({ cluster, load }) => {
      const [follower] = await cluster.followers();
      await follower?.end();
      await load.writesMore(150);
      follower?.start();
    });
  }).timeout(180_000);

  it('elects another leader, and takes the old one back', async () => {
    await runTrial(cleanup, { seed: 2 }, async ({ cluster, load }) => {
      const leader = await cluster.leader();
      await leader.end();
      await load.writesMore(150);
      leader.start();
      await load.writesMore(50);
      expect(await cluster.leader()).to.not.equal(undefined);
    });
  }).timeout(180_000);

  it('acknowledges nothing without a majority, and goes on when it is back', async () => {
    await runTrial(cleanup, { seed: 3 }, async ({ cluster, load }) => {
      const followers = await cluster.followers();
      await Promise.all(followers.map((member) => member.end()));
      const before = load.acknowledged;
      // What was answered while they died is counted; then nothing is.
      await load.refusesMore(6);
      const during = load.acknowledged;
      await load.refusesMore(6);
      expect(load.acknowledged, 'writes of a minority').to.equal(during);
      expect(during - before, 'writes while they died').to.be.lessThan(50);
      for (const member of followers) member.start();
    });
  }).timeout(180_000);

  it('keeps everything when all are killed at once', async () => {
    await runTrial(cleanup, { seed: 4 }, async ({ cluster }) => {
      await Promise.all(cluster.members.map((member) => member.end()));
      for (const member of cluster.members) member.start();
    });
  }).timeout(180_000);

  it('is not disturbed by a member that crashes in a loop, wherever in its start or work', async () => {
    const flags = ['--snapshot-count=200', '--experimental-snapshot-catchup-entries=50'];
    await runTrial(cleanup, { seed: 5, size: 5, flags }, async ({ cluster, load }) => {
      const [member] = await cluster.followers();
      for (let i = 0; i < CRASHES; i++) {
        await member?.end();
        await load.writesMore(100);
        member?.start();
        await load.writesMore(30 * i);
      }
    });
  }).timeout(180_000);
});

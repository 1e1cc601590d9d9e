/** What operators do to a store under load: restart all members in turn, replace one whose disk is lost. */
import { mkdir, rm } from 'node:fs/promises';
import type { etcdserverpb } from '@kuorum/wire';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { PATIENCE_MS, type StoreCluster } from '../../support/store/store-cluster.js';
import { call, type StoreMember } from '../../support/store/store-member.js';
import { runTrial } from '../../support/store/store-trial.js';

/** Far longer than a busy machine keeps a write waiting: a gap of this length is a wait for the timer. */
const LONG_ELECTION_MS = 3_000;
const LONG_ELECTION = ['--heartbeat-interval=100', `--election-timeout=${LONG_ELECTION_MS}`];

describe('a store under load that is being looked after', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('is restarted member by member, the leader too, without waiting for an election timeout', async () => {
    await runTrial(cleanup, { seed: 41, clients: 6, flags: LONG_ELECTION }, async ({ cluster, load }) => {
      const leader = await cluster.leader();
      load.resetGap();
      for (const member of [...cluster.others(leader), leader]) {
        expect(await member.end('SIGTERM')).to.equal(0);
        await load.writesMore(30);
        member.start();
        await inStep(cluster, member);
      }
      expect(load.longestGapMs, 'longest time without an acknowledged write').to.be.lessThan(LONG_ELECTION_MS);
    });
  }).timeout(180_000);

  it('loses its leader to an operator who removes it, without a word of it being lost', async () => {
    await runTrial(cleanup, { seed: 43, flags: LONG_ELECTION }, async ({ cluster, load }) => {
      const leader = await cluster.leader();
      const [other] = cluster.others(leader) as [StoreMember];
      const { members } = await call<object, etcdserverpb.MemberListResponse__Output>(other.cluster, 'MemberList', {});
      const old = members.find(({ name }) => name === leader.name);
      load.resetGap();
      await change(other, 'MemberRemove', { ID: old?.ID });
      await load.writesMore(100);
      expect(load.longestGapMs, 'longest time without an acknowledged write').to.be.lessThan(LONG_ELECTION_MS);
      expect(await leader.whenEnded()).to.equal(0);
      // It may come back as a new member.
      await rm(leader.dataDir, { recursive: true });
      await mkdir(leader.dataDir);
      await change(other, 'MemberAdd', { peerURLs: old?.peerURLs });
      leader.flags = [...leader.flags, '--initial-cluster-state=existing'];
      // It gives up when the others do not answer within a second, as they may not on a busy machine.
      await eventually(
        async () => {
          if (leader.pid === undefined) leader.start();
          return (await leader.status()) !== undefined;
        },
        `${leader.name} serves`,
        PATIENCE_MS,
      );
      await inStep(cluster, leader);
    });
  }).timeout(180_000);

  it('refuses a member whose disk was wiped, and takes another in its place', async () => {
    const flags = ['--snapshot-count=200', '--experimental-snapshot-catchup-entries=50'];
    await runTrial(cleanup, { seed: 42, flags }, async ({ cluster, load }) => {
      const [lost, other] = (await cluster.followers()) as [StoreMember, StoreMember];
      await lost.end();
      await rm(lost.dataDir, { recursive: true });
      await mkdir(lost.dataDir);
      lost.start();
      expect(await lost.whenEnded()).to.equal(1);
      expect(lost.said).to.contain('already been bootstrapped').and.to.contain('member remove');

      const { members } = await call<object, etcdserverpb.MemberListResponse__Output>(other.cluster, 'MemberList', {});
      const old = members.find(({ name }) => name === lost.name);
      await change(other, 'MemberRemove', { ID: old?.ID });
      await load.writesMore(300);
      await change(other, 'MemberAdd', { peerURLs: old?.peerURLs });
      lost.flags = [...lost.flags, '--initial-cluster-state=existing'];
      lost.start();
      await inStep(cluster, lost);
    });
  }).timeout(180_000);
});

/** It follows the leader and knows what was acknowledged before it was asked. */
async function inStep(cluster: StoreCluster, member: StoreMember): Promise<void> {
  const target = Number((await (await cluster.leader()).status())?.header?.revision);
  await eventually(
    async () => Number((await member.status())?.header?.revision) >= target,
    `${member.name} is in step`,
    PATIENCE_MS,
  );
}

/** Refused while the group is not healthy enough for it: asked again. */
async function change(member: StoreMember, method: string, request: object): Promise<void> {
  await eventually(() => call<object, object>(member.cluster, method, request, 5_000), method, PATIENCE_MS);
}

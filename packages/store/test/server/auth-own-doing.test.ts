/** What members do by themselves goes on while authentication is on: nobody's token stands behind it. */
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { TestCluster } from './cluster.js';
import { withUsers } from './users.js';

const auth = { token: { kind: 'simple', ttlMs: 60_000 }, bcryptCost: 4, clientCertAuth: false } as const;

describe('while authentication is on, a member', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('ends leases that expire, compacts by itself and publishes its name', async () => {
    const cluster = await TestCluster.start(cleanup, 3, {
      auth,
      autoCompaction: { mode: 'periodic', retentionMs: 1_000 },
    });
    const root = await withUsers(cluster, cleanup, await cluster.leader());
    const { ID } = await root.ask<{ ID: string }>('lease', 'LeaseGrant', { TTL: 1 });
    await root.put('leased', '', { lease: ID });
    const { machine } = cluster.member(root.member).member;
    const before = machine.mvcc.compactRevision;
    await eventually(() => machine.lessor.leases().length === 0, 'the end of the lease');
    await eventually(async () => {
      await root.put('app/x', '');
      return machine.mvcc.compactRevision > before;
    }, 'a compaction');
    const follower = await cluster.follower();
    await cluster.stopMember(follower);
    await cluster.startMember(follower);
    const url = cluster.member(follower).clientUrls[0];
    await eventually(() => machine.members.list().some(({ clientUrls }) => clientUrls[0] === url), 'its new URL');
  }).timeout(60_000);

  it('raises the alarm of a disk that is full', async () => {
    const cluster = await TestCluster.start(cleanup, 3, { auth, quotaBackendBytes: 2 * 1024 * 1024 });
    const root = await withUsers(cluster, cleanup, await cluster.leader());
    const value = 'x'.repeat(100_000);
    const refused = async (): Promise<string> => {
      for (;;) {
        const text = await root.put('fill', value).then(
          () => undefined,
          (error: Error) => error.message,
        );
        if (text !== undefined) return text;
      }
    };
    expect(await refused()).to.contain('database space exceeded');
    for (const name of cluster.names) {
      const { alarms } = cluster.member(name).member.machine;
      await eventually(() => alarms.list('nospace').length > 0, `the alarm on ${name}`);
    }
  }).timeout(60_000);
});

/** etcd3 from npm as a user: it authenticates by itself, and again when its token is void. */
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { Etcd3 } from 'etcd3';
import { TestCluster } from './cluster.js';
import { withUsers } from './users.js';

describe('etcd3 as a user', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('reads and writes what it may, and outlives its token', async () => {
    const auth = { token: { kind: 'simple', ttlMs: 60_000 }, bcryptCost: 4, clientCertAuth: false } as const;
    const cluster = await TestCluster.start(cleanup, 3, { auth });
    await withUsers(cluster, cleanup, 'm1');
    const client = cleanup.own(
      new Etcd3({ hosts: cluster.target('m2'), auth: { username: 'alice', password: 'alice-password' } }),
      (each) => each.close(),
    );
    await client.put('app/x').value('1');
    expect(await client.get('app/x').string()).to.equal('1');
    const denied = await client.get('secret').then(
      () => 'ok',
      (error: Error) => error.message,
    );
    expect(denied).to.contain('etcdserver: permission denied');
    for (const name of cluster.names) cluster.member(name).member.machine.tokens.void('everyone');
    await client.put('app/x').value('2');
    expect(await client.get('app/x').string()).to.equal('2');
  });
});

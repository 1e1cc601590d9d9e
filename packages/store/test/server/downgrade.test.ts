/** Maintenance.Downgrade and the cluster's version, with etcd's codes and texts. */
import { status } from '@grpc/grpc-js';
import { checkDowngrade, ClusterVersion } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, refusal, TestCluster } from './cluster.js';

type Action = 'VALIDATE' | 'ENABLE' | 'CANCEL';

describe('Maintenance.Downgrade on three members', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;

  before(async () => {
    cluster = await TestCluster.start(cleanup, 3);
    for (const name of cluster.names) await eventually(() => versionOf(name) === '3.5.0', 'the version of the cluster');
  });
  after(() => cleanup.run());

  const versionOf = (name: string): string | undefined => cluster.member(name).member.machine.clusterVersion.version;
  const downgrade = (name: string, action: Action, version = ''): Promise<etcdserverpb.DowngradeResponse__Output> =>
    call(cluster.clients(name).maintenance, 'Downgrade', { action, version });
  const info = async (name: string): Promise<unknown> =>
    (await call<object, etcdserverpb.StatusResponse__Output>(cluster.clients(name).maintenance, 'Status', {}))
      .downgradeInfo;
  const inProcess = {
    code: status.FAILED_PRECONDITION,
    details: 'etcdserver: cluster has a downgrade job in progress',
  };

  for (const { version, details } of [
    { version: '', details: 'etcdserver: wrong downgrade target version format' },
    { version: 'three', details: 'etcdserver: wrong downgrade target version format' },
    { version: '3.3', details: 'etcdserver: invalid downgrade target version' },
    { version: '3.5', details: 'etcdserver: invalid downgrade target version' },
    { version: '2.4.0', details: 'etcdserver: invalid downgrade target version' },
  ]) {
    it(`refuses to go to ${version || 'nowhere'}`, async () => {
      for (const action of ['VALIDATE', 'ENABLE'] as const) {
        expect(await refusal(downgrade('m2', action, version))).to.deep.equal({
          code: status.INVALID_ARGUMENT,
          details,
        });
      }
    });
  }

  it('is announced to all members, over restarts, until it is called off', async () => {
    expect(await refusal(downgrade('m1', 'CANCEL'))).to.deep.equal({
      code: status.FAILED_PRECONDITION,
      details: 'etcdserver: no inflight downgrade job',
    });
    expect((await downgrade('m1', 'VALIDATE', '3.4')).version).to.equal('3.5.0');
    expect(await info('m1')).to.deep.equal({ enabled: false, targetVersion: '' });
    expect((await downgrade('m1', 'ENABLE', '3.4.0')).version).to.equal('3.5.0');
    await cluster.stopMember('m3');
    await cluster.startMember('m3');
    await cluster.leader();
    for (const name of cluster.names) {
      expect(await refusal(downgrade(name, 'VALIDATE', '3.4'))).to.deep.equal(inProcess);
      expect(await info(name)).to.deep.equal({ enabled: true, targetVersion: '3.4.0' });
    }
    await downgrade('m2', 'CANCEL');
    expect((await downgrade('m3', 'VALIDATE', '3.4')).version).to.equal('3.5.0');
  });

  it('says so while no leader has told the version', () => {
    const unknown = new ClusterVersion({ get: () => undefined, put: () => undefined });
    expect(() => checkDowngrade(unknown, '3.4')).to.throw('etcdserver: cluster version not found during downgrade');
  });
});

import { expect } from 'chai';
import { make, type DeepPartial, type Deployment } from '@kuorum/api';
import { eventually } from '@kuorum/testing';
import { rolloutCommand, rolloutStatus } from '../dist/commands/rollout.js';
import { Cluster } from './cluster.js';
import type { Ran } from './harness.js';

const cluster = new Cluster();
before(() => cluster.start());
after(() => cluster.stop());
beforeEach(() => cluster.newNamespace());
beforeEach(() => cluster.deployment('web'));

const done = (out: string): Ran => ({ out: `${out}\n`, err: '', status: 0 });
const failed = (err: string): Ran => ({ out: '', err: `${err}\n`, status: 1 });
const rollout = (args: string): Promise<Ran> => cluster.run(rolloutCommand, ...args.split(' '));

describe('kuorum rollout', () => {
  it('restart changes the template, so that all pods are renewed', async () => {
    const { metadata } = await cluster.get('Deployment', 'web');
    expect(await rollout('restart deployment/web')).to.deep.equal(done('deployment.apps/web restarted'));
    const after = await cluster.get('Deployment', 'web');
    const at = after.spec.template?.metadata?.annotations['kubectl.kubernetes.io/restartedAt'];
    expect(at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Number(after.metadata.generation)).to.equal(Number(metadata.generation) + 1);
    expect(await rollout('restart deployment')).to.deep.equal(done('deployment.apps/web restarted'));
  });

  it('pause and resume', async () => {
    expect(await rollout('resume deploy/web')).to.deep.equal(failed('error: deployments.apps "web" is not paused'));
    expect(await rollout('pause deploy/web')).to.deep.equal(done('deployment.apps/web paused'));
    expect((await cluster.get('Deployment', 'web')).spec.paused).to.equal(true);
    expect(await rollout('pause deploy/web')).to.deep.equal(failed('error: deployments.apps "web" is already paused'));
    expect((await rollout('restart deploy/web')).err).to.match(/can't restart paused deployment/);
    expect(await rollout('resume deploy/web')).to.deep.equal(done('deployment.apps/web resumed'));
  });

  it('status follows until the rollout is done', async () => {
    const ran = rollout('status deploy/web --timeout=20s');
    const live = await cluster.get('Deployment', 'web');
    const status = {
      observedGeneration: live.metadata.generation,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    };
    await cluster.client.resource('Deployment').patch(cluster.namespace, 'web', { status }, { subresource: 'status' });
    await eventually(async () => (await cluster.get('Deployment', 'web')).status.replicas === 2, 'it is stored');
    const { out, status: exit } = await ran;
    expect(out).to.match(/deployment "web" successfully rolled out\n$/);
    expect(exit).to.equal(0);
  });

  it('status ends when time is up, or at once with --watch=false', async () => {
    const waits = 'Waiting for deployment spec update to be observed...\n';
    expect(await rollout('status deploy/web --timeout=20ms')).to.deep.equal({
      out: waits,
      err: 'error: timed out waiting for the condition\n',
      status: 1,
    });
    expect(await rollout('status deploy/web --watch=false')).to.deep.equal({ out: waits, err: '', status: 0 });
  });

  it('is not for what is not rolled out', async () => {
    expect((await rollout('restart configmap/x')).err).to.match(/no rollout for configmaps/);
  });
});

describe('the state of a rollout', () => {
  const finish = 'Waiting for deployment "web" rollout to finish:';
  const table: [DeepPartial<Deployment['status']>, string][] = [
    [{ replicas: 3, updatedReplicas: 1 }, `${finish} 1 out of 3 new replicas have been updated...`],
    [{ replicas: 4, updatedReplicas: 3 }, `${finish} 1 old replicas are pending termination...`],
    [{ replicas: 3, updatedReplicas: 3, availableReplicas: 2 }, `${finish} 2 of 3 updated replicas are available...`],
    [{ replicas: 3, updatedReplicas: 3, availableReplicas: 3 }, 'deployment "web" successfully rolled out'],
  ];
  for (const [status, text] of table) {
    it(text, () => {
      const web = make('Deployment', { metadata: { name: 'web' }, spec: { replicas: 3 }, status });
      expect(rolloutStatus('Deployment', web)).to.deep.equal({ text, done: text.includes('successfully') });
    });
  }

  it('fails when it takes longer than its deadline', () => {
    const conditions = [{ type: 'Progressing', status: 'False' as const, reason: 'ProgressDeadlineExceeded' }];
    const web = make('Deployment', { metadata: { name: 'web' }, status: { conditions } });
    expect(() => rolloutStatus('Deployment', web)).to.throw('deployment "web" exceeded its progress deadline');
  });
});

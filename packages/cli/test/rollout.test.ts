import { expect } from 'chai';
import { make, ownerReference, type DeepPartial, type Deployment } from '@kuorum/api';
import { eventually } from '@kuorum/testing';
import { rolloutCommand, rolloutStatus } from '../dist/commands/rollout.js';
import { Cluster } from './cluster.js';
import type { Ran } from './harness.js';

const cluster = new Cluster();
describe('rollouts', () => {
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
      expect(await rollout('pause deploy/web')).to.deep.equal(
        failed('error: deployments.apps "web" is already paused'),
      );
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
      await cluster.client
        .resource('Deployment')
        .patch(cluster.namespace, 'web', { status }, { subresource: 'status' });
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

    it('status of a certain revision ends when another one is rolled out', async () => {
      await cluster.client.resource('Deployment').patch(cluster.namespace, 'web', revisionPatch(2));
      const { err } = await rollout('status deploy/web --revision=1 --timeout=5s');
      expect(err).to.equal('error: desired revision (1) is different from the running revision (2)\n');
    });

    it('is not for what is not rolled out', async () => {
      expect((await rollout('restart configmap/x')).err).to.match(/no rollout for configmaps/);
    });
  });

  const revisionPatch = (revision: number): object => ({
    metadata: { annotations: { 'deployment.kubernetes.io/revision': String(revision) } },
  });

  /** What a controller leaves of each rollout. */
  async function revision(number: number, image: string, cause?: string): Promise<void> {
    const owner = await cluster.get('Deployment', 'web');
    const labels = { app: 'web', 'pod-template-hash': `hash${number}` };
    const annotations = {
      'deployment.kubernetes.io/revision': String(number),
      ...(cause === undefined ? {} : { 'kubernetes.io/change-cause': cause }),
    };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image }] } };
    const metadata = {
      name: `web-${number}`,
      labels,
      annotations,
      ownerReferences: [ownerReference('Deployment', owner)],
    };
    await cluster.create(
      'ReplicaSet',
      make('ReplicaSet', { metadata, spec: { selector: { matchLabels: labels }, template } }),
    );
  }

  describe('kuorum rollout history and undo', () => {
    beforeEach(async () => {
      await revision(1, 'i:0', 'the first');
      await revision(3, 'i:1');
      await revision(2, 'i:2', 'second: image');
      await cluster.create(
        'ReplicaSet',
        make('ReplicaSet', {
          metadata: {
            name: 'foreign',
            labels: { app: 'web' },
            annotations: { 'deployment.kubernetes.io/revision': '9' },
          },
          spec: {
            selector: { matchLabels: { app: 'web' } },
            template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i:9' }] } },
          },
        }),
      );
    });
    const image = async (): Promise<string | undefined> =>
      (await cluster.get('Deployment', 'web')).spec.template.spec.containers[0]?.image;

    it('lists the revisions of its own ReplicaSets, the oldest first', async () => {
      const table = ['REVISION  CHANGE-CAUSE', '1         the first', '2         second: image', '3         <none>'];
      expect(await rollout('history deployment/web')).to.deep.equal(
        done(['deployment.apps/web ', ...table, ''].join('\n')),
      );
      await cluster.deployment('new');
      expect((await rollout('history deployment/new')).out).to.equal(
        'deployment.apps/new \nNo rollout history found.\n\n',
      );
    });

    it('shows the template of one revision', async () => {
      const { out } = await rollout('history deployment/web --revision=2');
      expect(out)
        .to.match(
          /^deployment.apps\/web with revision #2\nPod Template:\n {2}Labels: +app=web\n +pod-template-hash=hash2\n/,
        )
        .and.to.match(/Annotations: +kubernetes.io\/change-cause: second: image\n/)
        .and.to.match(/Image: +i:2\n/);
      expect(await rollout('history deployment/web --revision=7')).to.deep.equal(
        failed('error: unable to find the specified revision'),
      );
      expect((await rollout('history deployment/web --revision=2 -o name')).out).to.equal('replicaset.apps/web-2\n');
    });

    it('goes back to the revision before the present one, without the label of its ReplicaSet', async () => {
      await cluster.client.resource('Deployment').patch(cluster.namespace, 'web', revisionPatch(3));
      expect(await rollout('undo deployment/web')).to.deep.equal(done('deployment.apps/web rolled back'));
      const { metadata, spec } = await cluster.get('Deployment', 'web');
      expect(spec.template.spec.containers[0]?.image).to.equal('i:2');
      expect(spec.template.metadata.labels).to.deep.equal({ app: 'web' });
      // The cause comes along; the revision is the controller's to say.
      expect(metadata.annotations).to.deep.equal({
        'deployment.kubernetes.io/revision': '3',
        'kubernetes.io/change-cause': 'second: image',
      });
      expect(metadata.labels).to.deep.equal({ app: 'web' });
    });

    it('goes back to a certain revision; not to one that is not there, nor to the present one', async () => {
      expect(await rollout('undo deployment/web --to-revision=1')).to.deep.equal(
        done('deployment.apps/web rolled back'),
      );
      expect(await image()).to.equal('i:0');
      expect(await rollout('undo deployment/web --to-revision=7')).to.deep.equal(
        failed('error: unable to find specified revision 7 in history'),
      );
      expect(await rollout('undo deployment/web --to-revision=1')).to.deep.equal(
        done('deployment.apps/web skipped rollback (current template already matches revision 1)'),
      );
      expect((await rollout('undo deployment/web --to-revision=x')).err).to.match(/invalid argument "x"/);
    });

    it('a dry run changes nothing; the client shows the template', async () => {
      const { out } = await rollout('undo deployment/web --dry-run=client');
      expect(out).to.match(/^deployment.apps\/web Pod Template:\n[^]*Image: +i:2\n/);
      expect((await rollout('undo deployment/web --dry-run=server')).out).to.equal(
        'deployment.apps/web rolled back (server dry run)\n',
      );
      expect(await image()).to.equal('i:1');
    });

    it('refuses what is paused, what has no history and what keeps none', async () => {
      await rollout('pause deploy/web');
      expect((await rollout('undo deploy/web')).err).to.match(
        /cannot rollback a paused deployment; resume it first with/,
      );
      await cluster.deployment('new');
      expect(await rollout('undo deploy/new')).to.deep.equal(
        failed('error: no rollout history found for deployment "new"'),
      );
      expect((await rollout('history rs/web-1')).err).to.match(/no rollout history for replicasets.apps/);
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
});

import { expect } from 'chai';
import { make, type Container } from '@kuorum/api';
import { applyCommand } from '../dist/commands/apply.js';
import { createCommand } from '../dist/commands/create.js';
import { autoscaleCommand } from '../dist/commands/autoscale.js';
import { replaceCommand } from '../dist/commands/replace.js';
import { rolloutCommand } from '../dist/commands/rollout.js';
import { setCommand } from '../dist/commands/set.js';
import { versionCommand } from '../dist/commands/version.js';
import { Cluster } from './cluster.js';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const cluster = new Cluster();

describe('verbs that change a part, without an editor', () => {
  before(() => cluster.start());
  after(() => cluster.stop());
  beforeEach(() => cluster.newNamespace());

  const set = (...args: string[]) => cluster.run(setCommand, ...args);
  const containersOf = async (name: string): Promise<Container[]> =>
    (await cluster.get('Deployment', name)).spec.template.spec.containers;

  async function twoContainers(): Promise<void> {
    const labels = { app: 'web' };
    const env = [
      { name: 'A', value: '1' },
      { name: 'P', valueFrom: { secretKeyRef: { name: 's', key: 'p' } } },
    ];
    const containers = [
      { name: 'web', image: 'web:1', env },
      { name: 'log', image: 'log:1' },
    ];
    const template = { metadata: { labels }, spec: { containers, initContainers: [{ name: 'init', image: 'i:1' }] } };
    const spec = { replicas: 1, selector: { matchLabels: labels }, template };
    await cluster.create('Deployment', make('Deployment', { metadata: { name: 'web', labels }, spec }));
  }

  describe('kuorum set image', () => {
    beforeEach(twoContainers);

    it('changes the containers that are named, and no other', async () => {
      expect(await set('image', 'deployment/web', 'web=web:2')).to.deep.equal({
        out: 'deployment.apps/web image updated\n',
        err: '',
        status: 0,
      });
      expect((await containersOf('web')).map(({ image }) => image)).to.deep.equal(['web:2', 'log:1']);
    });

    it('changes all with *, init containers too; takes the type and the name apart, -l and an address with a port', async () => {
      await set('image', 'deploy', 'web', '*=localhost:5000/x:3');
      const { spec } = (await cluster.get('Deployment', 'web')).spec.template;
      const images = [...spec.containers, ...spec.initContainers].map(({ image }) => image);
      expect(images).to.deep.equal(Array(3).fill('localhost:5000/x:3'));
      expect((await set('image', 'deploy', '-l', 'app=web', 'log=log:9')).out).to.contain('image updated');
      expect((await containersOf('web'))[1]?.image).to.equal('log:9');
    });

    it('says nothing when that is what runs, and changes nothing in a dry run', async () => {
      expect((await set('image', 'deploy/web', 'web=web:1')).out).to.equal('');
      const { out } = await set('image', 'deploy/web', 'web=web:2', '--dry-run=client', '-o', 'yaml');
      expect(out).to.contain('image: web:2');
      expect((await containersOf('web'))[0]?.image).to.equal('web:1');
    });

    const wrong: [args: string[], error: RegExp][] = [
      [
        ['deploy/web', 'wob=web:2'],
        /unable to find container named "wob" in deployments.apps "web": it has web, log, init/,
      ],
      [['deploy/web'], /at least one image update is required, such as web=nginx/],
      [['deploy/web', 'web='], /Cannot set the image of web: "web=" names none/],
      [['deploy/nope', 'web=x'], /deployments.apps "nope" not found/],
      [['configmap/x', 'web=x'], /configmaps "x" not found/],
      [['web=x'], /one or more resources must be specified as <resource> <name> or <resource>\/<name>/],
    ];
    for (const [args, error] of wrong) {
      it(`refuses ${args.join(' ')}`, async () => {
        const { err, status } = await set('image', ...args);
        expect(err).to.match(error);
        expect(status).to.equal(1);
      });
    }
  });

  describe('kuorum set env', () => {
    beforeEach(twoContainers);
    const envOf = async (): Promise<object[][]> =>
      (await containersOf('web')).map(({ env }) =>
        env.map(({ name, value, valueFrom }) => ({ name, value, from: valueFrom !== undefined })),
      );

    it('sets and takes away, in all containers or in some', async () => {
      expect((await set('env', 'deploy/web', 'A=2', 'B=x=y', 'P-')).out).to.equal('deployment.apps/web env updated\n');
      const both = [
        { name: 'A', value: '2', from: false },
        { name: 'B', value: 'x=y', from: false },
      ];
      const [web, log] = await envOf();
      expect(web).to.have.deep.members(both);
      expect(log).to.have.deep.members(both);
      await set('env', 'deploy/web', '-c', 'lo*', 'B-');
      expect((await envOf())[1]).to.deep.equal(both.slice(0, 1));
      expect((await envOf())[0]).to.have.length(2);
    });

    it('a value takes the place of a reference', async () => {
      await set('env', 'deploy/web', '-c', 'web', 'P=plain');
      expect((await envOf())[0]).to.deep.include({ name: 'P', value: 'plain', from: false });
    });

    it('lists without what Secrets hold', async () => {
      expect((await set('env', 'deploy/web', '--list', '-c', 'web')).out).to.equal(
        '# deployments.apps/web, container web\nA=1\n# P from secret s, key p\n',
      );
    });

    it('refuses a container that there is not, and nothing to do', async () => {
      expect((await set('env', 'deploy/web', '-c', 'x', 'A=1')).err).to.match(/no container has a name like "x"/);
      expect((await set('env', 'deploy/web')).err).to.match(/at least one environment variable must be provided/);
    });
  });

  describe('kuorum autoscale', () => {
    beforeEach(() => cluster.deployment('web'));

    it('makes an autoscaler of the same name', async () => {
      const { out } = await cluster.run(autoscaleCommand, 'deploy', 'web', '--min=2', '--max=5', '--cpu-percent=70');
      expect(out).to.equal('horizontalpodautoscaler.autoscaling/web autoscaled\n');
      const { spec } = await cluster.get('HorizontalPodAutoscaler', 'web');
      expect([spec.minReplicas, spec.maxReplicas, spec.scaleTargetRef]).to.deep.equal([
        2,
        5,
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      ]);
      expect(spec.metrics[0]?.resource?.target.averageUtilization).to.equal(70);
    });

    const wrong: [args: string[], error: RegExp][] = [
      [['deploy/web'], /--max=MAXPODS is required and must be at least 1, max: not given/],
      [['deploy/web', '--max=0'], /--max=MAXPODS is required and must be at least 1, max: 0/],
      [['deploy/web', '--max=2', '--min=3'], /--min must be at least 1 and at most --max: min: 3, max: 2/],
      [['deploy/web', '--max=x'], /invalid argument "x" for "--max"/],
      [['deploy/no', '--max=2'], /deployments.apps "no" not found/],
      [['pod/web', '--max=2'], /cannot autoscale pods: what has replicas can be/],
    ];
    for (const [args, error] of wrong) {
      it(`refuses ${args.join(' ')}`, async () => {
        expect((await cluster.run(autoscaleCommand, ...args)).err).to.match(error);
      });
    }
  });

  describe('kuorum rollout history', () => {
    it('says of a daemon set why there is none, and what to do', async () => {
      const { err, status } = await cluster.run(rolloutCommand, 'history', 'ds/agent');
      expect(err).to.match(/no rollout history for daemonset "agent": .*To go back, apply the earlier manifest/);
      expect(status).to.equal(1);
    });
  });

  describe('kuorum version -o', () => {
    it('prints both versions', async () => {
      const { out } = await cluster.run(versionCommand, '-o', 'yaml');
      expect(parse(out)).to.have.all.keys('clientVersion', 'serverVersion');
      expect((await cluster.run(versionCommand, '-o', 'wide')).err).to.match(/must be 'yaml' or 'json', not "wide"/);
    });
  });

  describe('kuorum replace', () => {
    let directory: string;
    beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'kuorum-replace-'))));
    afterEach(() => rm(directory, { recursive: true, force: true }));

    it('--validate is always strict; --field-manager is taken and means nothing', async () => {
      const file = join(directory, 'cm.yaml');
      await writeFile(file, '{apiVersion: v1, kind: ConfigMap, metadata: {name: cm}}');
      const apply = (...args: string[]) => cluster.run(applyCommand, '-f', file, ...args);
      expect((await apply('--validate=false')).err).to.match(/--validate=false is not supported: .*never dropped/);
      expect((await apply('--validate=strict', '--field-manager=me')).out).to.equal('configmap/cm created\n');
      expect((await cluster.run(createCommand, 'configmap', 'x', '--validate=ignore')).err).to.match(/not supported/);
    });

    it('--save-config remembers; --grace-period needs --force', async () => {
      const file = join(directory, 'cm.yaml');
      await writeFile(file, '{apiVersion: v1, kind: ConfigMap, metadata: {name: cm}, data: {a: b}}');
      await cluster.create('ConfigMap', make('ConfigMap', { metadata: { name: 'cm' } }));
      expect((await cluster.run(replaceCommand, '-f', file, '--save-config')).out).to.equal('configmap/cm replaced\n');
      const { metadata } = await cluster.get('ConfigMap', 'cm');
      expect(
        JSON.parse(metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'] ?? ''),
      ).to.have.property('kind');
      expect((await cluster.run(replaceCommand, '-f', file, '--grace-period=5')).err).to.match(/must have --force/);
    });
  });
});

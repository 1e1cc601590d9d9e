import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Deployment } from '@kuorum/api';
import { applyCommand } from '../dist/commands/apply.js';
import { createCommand } from '../dist/commands/create.js';
import { Cluster } from './cluster.js';
import type { Ran } from './harness.js';

const cluster = new Cluster();
let dir: string;
before(() => cluster.start());
after(() => cluster.stop());
beforeEach(() => cluster.newNamespace());
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'kuorum-apply-edit-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const done = (out: string): Ran => ({ out: `${out}\n`, err: '', status: 0 });
const apply = (...args: string[]): Promise<Ran> => cluster.run(applyCommand, ...args);

async function file(...objects: object[]): Promise<string> {
  const path = join(dir, 'manifest.yaml');
  await writeFile(path, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  return path;
}

const container = (name: string, image: string, env: object[] = []): object => ({ name, image, env });
const deployment = (containers: object[], strategy?: object): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
    ...(strategy === undefined ? {} : { strategy }),
  },
});

describe('kuorum apply merges three ways', () => {
  const live = (): Promise<Deployment> => cluster.get('Deployment', 'web');
  const images = async (): Promise<string[]> =>
    (await live()).spec.template.spec.containers.map(({ name, image }) => `${name}=${image}`);

  it("by keys: a container of another writer's stays where it is, one's own comes and goes", async () => {
    const sidecar = { name: 'sidecar', image: 's:1' };
    await apply('-f', await file(deployment([container('a', 'a:1'), container('b', 'b:1')])));
    const patch = { spec: { template: { spec: { containers: [sidecar] } } } };
    await cluster.client.resource('Deployment').patch(cluster.namespace, 'web', patch, { type: 'strategic' });
    expect(await images()).to.deep.equal(['a=a:1', 'b=b:1', 'sidecar=s:1']);
    const path = await file(deployment([container('a', 'a:2', [{ name: 'X', value: '1' }]), container('c', 'c:1')]));
    expect(await apply('-f', path)).to.deep.equal(done('deployment.apps/web configured'));
    expect(await images()).to.deep.equal(['a=a:2', 'c=c:1', 'sidecar=s:1']);
    const { resourceVersion } = (await live()).metadata;
    expect(await apply('-f', path)).to.deep.equal(done('deployment.apps/web unchanged'));
    expect((await live()).metadata.resourceVersion).to.equal(resourceVersion);
  });

  it('does not scale back what the manifest says nothing of', async () => {
    await apply('-f', await file(deployment([container('a', 'a:1')])));
    await cluster.client.resource('Deployment').patch(cluster.namespace, 'web', { spec: { replicas: 5 } });
    await apply('-f', await file(deployment([container('a', 'a:2')])));
    expect((await live()).spec.replicas).to.equal(5);
  });

  it('another strategy takes away what the server defaulted for the old one', async () => {
    await apply('-f', await file(deployment([container('a', 'a:1')])));
    const recreate = deployment([container('a', 'a:1')], { type: 'Recreate' });
    expect(await apply('-f', await file(recreate))).to.deep.equal(done('deployment.apps/web configured'));
    expect((await live()).spec.strategy).to.deep.equal({ type: 'Recreate' });
  });

  it('--dry-run=client -o yaml shows what there would be', async () => {
    await apply('-f', await file(deployment([container('a', 'a:1')])));
    const path = await file(deployment([container('a', 'a:2')]));
    const shown = parse((await apply('-f', path, '--dry-run=client', '-o', 'yaml')).out) as Deployment;
    expect(shown.spec.template.spec.containers.map(({ image }) => image)).to.deep.equal(['a:2']);
    expect(shown.metadata.uid).to.equal((await live()).metadata.uid);
    expect(await images()).to.deep.equal(['a=a:1']);
  });

  it('--force makes anew what cannot be changed; without it that is an error', async () => {
    await apply('-f', await file(deployment([container('a', 'a:1')])));
    const { uid } = (await live()).metadata;
    const other = structuredClone(deployment([container('a', 'a:1')])) as Deployment;
    other.spec.selector = { matchLabels: { app: 'other' }, matchExpressions: [] };
    other.spec.template.metadata.labels = { app: 'other' };
    const path = await file(other);
    const refused = await apply('-f', path);
    expect(refused.err).to.match(/Deployment.apps "web" is invalid: spec.selector: .*field is immutable/);
    expect(refused.status).to.equal(1);
    expect(await apply('-f', path, '--force')).to.deep.equal(done('deployment.apps/web configured'));
    expect((await live()).metadata.uid).not.to.equal(uid);
    expect((await apply('-f', path, '--force', '--dry-run=server')).err).to.match(/cannot be used with --force/);
  });

  it('view-last-applied and set-last-applied', async () => {
    const path = await file(deployment([container('a', 'a:1')]));
    await cluster.run(createCommand, '-f', path);
    const none = 'error: no last-applied-configuration annotation found on resource: web';
    const run = (...args: string[]): Promise<Ran> => apply(...args);
    expect((await run('view-last-applied', 'deploy/web')).err).to.equal(`${none}\n`);
    expect((await run('set-last-applied', '-f', path)).err).to.match(/run the command with --create-annotation/);
    expect(await run('set-last-applied', '-f', path, '--create-annotation')).to.deep.equal(
      done('deployment.apps/web configured'),
    );
    expect(await run('set-last-applied', '-f', path)).to.deep.equal(done('set-last-applied web: no changes required.'));
    const { out } = await run('view-last-applied', 'deploy', 'web');
    const { metadata, spec } = parse(out) as Deployment;
    expect(metadata).to.deep.equal({ annotations: {}, name: 'web', namespace: cluster.namespace });
    expect(spec.template.spec.containers).to.deep.equal([container('a', 'a:1')]);
    expect(await apply('-f', path)).to.deep.equal(done('deployment.apps/web unchanged'));
  });

  it('says so when it cannot know what the manifest no longer has', async () => {
    const path = await file(deployment([container('a', 'a:1')]));
    await cluster.run(createCommand, '-f', path);
    const { out, err } = await apply('-f', path);
    expect(out).to.equal('deployment.apps/web configured\n');
    expect(err).to.match(/^Warning: resource deployments\/web is missing the annotation of what was applied last/);
  });
});

import { expect } from 'chai';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Deployment } from '@kuorum/api';
import { applyCommand } from '../dist/commands/apply.js';
import { getCommand } from '../dist/commands/get.js';
import { editCommand } from '../dist/commands/edit.js';
import { lastAppliedAnnotation } from '../dist/manifest/last-applied.js';
import { createCommand } from '../dist/commands/create.js';
import { Cluster } from './cluster.js';
import type { Ran } from './harness.js';

const cluster = new Cluster();
let dir: string;
describe("apply and edit, in and around a person's editor", () => {
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
      expect(await run('set-last-applied', '-f', path)).to.deep.equal(
        done('set-last-applied web: no changes required.'),
      );
      const { out } = await run('view-last-applied', 'deploy', 'web');
      const { metadata, spec } = parse(out) as Deployment;
      expect(metadata).to.deep.equal({ annotations: {}, name: 'web', namespace: cluster.namespace });
      expect(spec.template.spec.containers).to.deep.equal([container('a', 'a:1')]);
      expect(await apply('-f', path)).to.deep.equal(done('deployment.apps/web unchanged'));
    });

    it('what "get -o yaml" prints changes nothing when it is applied: pods stay', async () => {
      await cluster.deployment('web');
      const before = (await live()).spec;
      const path = join(dir, 'printed.yaml');
      const applyPrinted = async (): Promise<string> => {
        await writeFile(path, (await cluster.run(getCommand, 'deploy', 'web', '-o', 'yaml')).out);
        return (await apply('-f', path)).out;
      };
      // The first time it is remembered, which is a change of an annotation.
      expect(await applyPrinted()).to.equal('deployment.apps/web configured\n');
      expect((await live()).spec).to.deep.equal(before);
    });

    it('says so when it cannot know what the manifest no longer has', async () => {
      const path = await file(deployment([container('a', 'a:1')]));
      await cluster.run(createCommand, '-f', path);
      const { out, err } = await apply('-f', path);
      expect(out).to.equal('deployment.apps/web configured\n');
      expect(err).to.match(/^Warning: resource deployments\/web is missing the annotation of what was applied last/);
    });
  });

  describe('kuorum edit', () => {
    const editors = ['KUORUM_EDITOR', 'KUBE_EDITOR', 'EDITOR'] as const;
    const own = Object.fromEntries(editors.map((name) => [name, process.env[name]]));
    afterEach(() => {
      for (const name of editors) {
        if (own[name] === undefined) delete process.env[name];
        else process.env[name] = own[name];
      }
    });
    beforeEach(() => cluster.deployment('web'));
    const image = async (name = 'web'): Promise<string | undefined> =>
      (await cluster.get('Deployment', name)).spec.template.spec.containers[0]?.image;

    /** Edits with a program that is given the file; each round's file before it is kept. */
    const edit = (script: string, ...args: string[]) => editWith(editCommand, script, args);
    async function editWith(
      command: typeof editCommand,
      script: string,
      args: readonly string[],
    ): Promise<Ran & { rounds: string[] }> {
      const path = join(dir, 'editor.sh');
      await writeFile(path, `round=$(ls "${dir}" | grep -c '^round-')\ncp "$1" "${dir}/round-$round"\n${script}\n`);
      process.env['KUORUM_EDITOR'] = `sh ${path}`;
      const ran = await cluster.run(command, ...(args.length > 0 ? args : ['deploy/web']));
      const rounds: string[] = [];
      for (;;) {
        const text = await readFile(join(dir, `round-${rounds.length}`), 'utf8').catch(() => undefined);
        if (text === undefined) return { ...ran, rounds };
        rounds.push(text);
      }
    }
    const copyOf = ({ err }: Ran): string => /A copy of your changes has been stored to "(.*)"/.exec(err)?.[1] ?? '';

    it('changes what was changed in the file, and nothing else', async () => {
      const { rounds, ...ran } = await edit(`sed -i 's/image: i:1/image: i:2/' "$1"`);
      expect(ran).to.deep.equal(done('deployment.apps/web edited'));
      expect(await image()).to.equal('i:2');
      expect(rounds).to.have.length(1);
      expect(rounds[0]).to.match(/^# Please edit the object below\. [^]*\n#\napiVersion: apps\/v1\nkind: Deployment\n/);
    });

    it('keeps what another writer has changed meanwhile', async () => {
      const ran = edit(`until [ -e "${dir}/go" ]; do sleep 0.02; done; sed -i 's/image: i:1/image: i:2/' "$1"`);
      await cluster.client.resource('Deployment').patch(cluster.namespace, 'web', { spec: { replicas: 7 } });
      await writeFile(join(dir, 'go'), '');
      expect((await ran).out).to.equal('deployment.apps/web edited\n');
      expect((await cluster.get('Deployment', 'web')).spec.replicas).to.equal(7);
      expect(await image()).to.equal('i:2');
    });

    it('says when nothing is changed, or the file is empty; comments do not count', async () => {
      const nothing = (err: string): Ran => ({ out: '', err: `${err}\n`, status: 0 });
      for (const [script, text] of [
        [':', 'Edit cancelled, no changes made.'],
        [`sed -i '1i# hello' "$1"`, 'Edit cancelled, no changes made.'],
        [`: > "$1"`, 'Edit cancelled, saved file was empty.'],
      ] as const) {
        const { rounds: _rounds, ...ran } = await edit(script);
        expect(ran).to.deep.equal(nothing(text));
      }
    });

    it('opens the file again with the reasons when the server refuses, until it is accepted', async () => {
      const script = `if [ $round = 0 ]; then sed -i 's/replicas: 2/replicas: -1/' "$1"; else sed -i 's/replicas: -1/replicas: 4/' "$1"; fi`;
      const { rounds, ...ran } = await edit(script);
      expect(ran.out).to.equal('deployment.apps/web edited\n');
      expect(ran.err).to.equal('error: deployments.apps "web" is invalid\n');
      expect(ran.status).to.equal(0);
      expect(rounds).to.have.length(2);
      expect(rounds[1])
        .to.match(
          /\n# deployments.apps "web" was not valid:\n# \* spec.replicas: .*must be greater than or equal to 0\n#\n/,
        )
        .and.to.match(/replicas: -1/);
      expect((await cluster.get('Deployment', 'web')).spec.replicas).to.equal(4);
    });

    it('a file with a mistake comes back too; given up, a copy stays', async () => {
      const ran = await edit(`if [ $round = 0 ]; then sed -i 's/replicas: 2/replcas: 3/' "$1"; fi`);
      expect(ran.rounds[1]).to.match(/# The edited file failed validation:\n# \* .*spec.replcas: unknown field\n/);
      expect(ran.err).to.match(/error: Edit cancelled, no valid changes were saved\.\n$/);
      expect(ran.status).to.equal(1);
      const copy = copyOf(ran);
      expect(await readFile(copy, 'utf8')).to.match(/replcas: 3/);
      await rm(copy);
    });

    it('edits several objects at once, each by a patch of its own', async () => {
      await cluster.deployment('api');
      const { out, rounds } = await edit(`sed -i '0,/image: i:1/s//image: i:2/' "$1"`, 'deploy', 'web', 'api');
      expect(out).to.equal('deployment.apps/web edited\ndeployment.apps/api skipped\n');
      expect(rounds[0]).to.match(/\nkind: List\n/);
      expect([await image('web'), await image('api')]).to.deep.equal(['i:2', 'i:1']);
    });

    it('of several objects an accepted one is not changed again in the next round', async () => {
      await cluster.deployment('api');
      const script = `if [ $round = 0 ]; then sed -i 's/image: i:1/image: i:2/; 0,/replicas: 2/s//replicas: -1/' "$1"; else sed -i 's/replicas: -1/replicas: 3/' "$1"; fi`;
      const { out, rounds } = await edit(script, 'deploy', 'web', 'api');
      expect(rounds).to.have.length(2);
      expect(out).to.equal('deployment.apps/api edited\ndeployment.apps/web edited\n');
      expect((await cluster.get('Deployment', 'web')).spec.replicas).to.equal(3);
    });

    it('--save-config remembers what a person would have applied', async () => {
      await edit(`sed -i 's/image: i:1/image: i:2/' "$1"`, 'deploy/web', '--save-config');
      const { metadata } = await cluster.get('Deployment', 'web');
      const saved = JSON.parse(metadata.annotations[lastAppliedAnnotation] ?? '') as Deployment;
      expect(saved.spec.template.spec.containers[0]?.image).to.equal('i:2');
      expect(saved).not.to.have.property('status');
      expect(saved.metadata).to.have.all.keys('name', 'namespace', 'labels', 'annotations');
      saved.metadata.labels = {};
      expect(await apply('-f', await file(saved))).to.deep.equal(done('deployment.apps/web configured'));
      expect((await cluster.get('Deployment', 'web')).metadata.labels).to.deep.equal({});
      expect((await edit('true', 'deploy/web', '--save-config', '--subresource=status')).err).to.match(/never writes/);
    });

    it('apply edit-last-applied changes what is remembered and not the object', async () => {
      const path = await file(deployment([container('a', 'a:1')]));
      await cluster.client.resource('Deployment').delete(cluster.namespace, 'web', { propagationPolicy: 'Background' });
      await apply('-f', path);
      const editLast = (script: string) => editWith(applyCommand, script, ['edit-last-applied', 'deploy/web']);
      const same = await editLast('true');
      expect([same.err, same.status]).to.deep.equal(['Edit cancelled, no changes made.\n', 0]);
      expect(same.rounds[0]).to.contain('image: a:1');
      await rm(join(dir, 'round-0'));
      const { out, rounds } = await editLast(
        `if [ $round = 0 ]; then sed -i 's/image: a:1/imag: a:2/' "$1"; else sed -i 's/imag: /image: /' "$1"; fi`,
      );
      expect(out).to.equal('deployment.apps/web edited\n');
      expect(rounds[1]).to.match(/# The edited file failed validation:\n# \* .*imag: unknown field\n/);
      expect((await apply('view-last-applied', 'deploy/web')).out).to.contain('image: a:2');
      expect(await image()).to.equal('a:1');
      expect(await apply('-f', path)).to.deep.equal(done('deployment.apps/web configured'));
    });

    it('as JSON there is no head', async () => {
      const { out, rounds } = await edit(`sed -i 's/"i:1"/"i:3"/' "$1"`, 'deploy/web', '-o', 'json');
      expect(out).to.equal('deployment.apps/web edited\n');
      expect(rounds[0]).to.match(/^\{\n/);
      expect(await image()).to.equal('i:3');
    });

    const failing: [what: string, script: string, message: RegExp, keeps: boolean][] = [
      [
        'another name',
        `sed -i 's/name: web/name: other/' "$1"`,
        /error: At least one of apiVersion, kind and name was changed\n$/,
        true,
      ],
      ['an editor that fails', 'exit 3', /error: There was a problem with the editor "sh .*editor.sh"\n$/, false],
    ];
    for (const [what, script, message, keeps] of failing) {
      it(`gives up on ${what}`, async () => {
        const ran = await edit(script);
        expect(ran.err).to.match(message);
        expect(ran.status).to.equal(1);
        expect(copyOf(ran) !== '').to.equal(keeps);
        if (keeps) await rm(copyOf(ran));
        expect(await image()).to.equal('i:1');
      });
    }

    it('says what to do about a conflict', async () => {
      const gone = await edit(
        `sed -i 's/name: web/name: web\\n  resourceVersion: "1"/; /resourceVersion: "[0-9][0-9]/d' "$1"`,
      );
      expect(gone.err).to.match(
        /could not be patched: Error from server \(Conflict\)[^]*You can run `kuorum replace -f (.*)` to try/,
      );
      const copy = /replace -f (.*)`/.exec(gone.err)?.[1] ?? '';
      await access(copy);
      await rm(copy);
    });

    it('takes the first editor that is named; one that is not there is an error that says so', async () => {
      process.env['KUORUM_EDITOR'] = '';
      process.env['KUBE_EDITOR'] = 'no-such-editor --wait';
      process.env['EDITOR'] = 'true';
      const { err } = await cluster.run(editCommand, 'deploy/web');
      expect(err).to.match(
        /^error: unable to launch the editor "no-such-editor --wait": name another one in KUBE_EDITOR or EDITOR\n/m,
      );
    });
  });
});

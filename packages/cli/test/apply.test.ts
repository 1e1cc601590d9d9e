import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isNotFound, make } from '@kuorum/api';
import { applyCommand } from '../dist/commands/apply.js';
import { cordonCommand, parseTaints, taintCommand, uncordonCommand } from '../dist/commands/cordon.js';
import { createCommand } from '../dist/commands/create.js';
import { deleteCommand } from '../dist/commands/delete.js';
import { diffCommand } from '../dist/commands/diff.js';
import { replaceCommand } from '../dist/commands/replace.js';
import { Cluster } from './cluster.js';
import type { Ran } from './harness.js';

const cluster = new Cluster();
let dir: string;
describe('apply, at a real apiserver', () => {
  before(() => cluster.start());
  after(() => cluster.stop());
  beforeEach(() => cluster.newNamespace());
  beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'kuorum-apply-'))));
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const done = (out: string): Ran => ({ out: `${out}\n`, err: '', status: 0 });
  const configMap = (name: string, data: object = { k: 'v' }, labels: object = { app: 'web' }): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels },
    data,
  });

  async function file(name: string, ...objects: object[]): Promise<string> {
    const path = join(dir, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
    return path;
  }

  const apply = (...args: string[]): Promise<Ran> => cluster.run(applyCommand, ...args);
  const exists = (name: string): Promise<boolean> =>
    cluster.get('ConfigMap', name).then(
      () => true,
      (error: unknown) => {
        if (isNotFound(error)) return false;
        throw error;
      },
    );

  describe('kuorum apply', () => {
    it('creates, changes, removes what the manifest no longer has, and leaves what others set', async () => {
      expect(await apply('-f', await file('a.yaml', configMap('a', { x: '1', y: '1' })))).to.deep.equal(
        done('configmap/a created'),
      );
      await cluster.client.resource('ConfigMap').patch(cluster.namespace, 'a', { data: { other: '1' } });
      expect(await apply('-f', await file('a.yaml', configMap('a', { x: '2' })))).to.deep.equal(
        done('configmap/a configured'),
      );
      expect((await cluster.get('ConfigMap', 'a')).data).to.deep.equal({ x: '2', other: '1' });
      expect(await apply('-f', join(dir, 'a.yaml'))).to.deep.equal(done('configmap/a unchanged'));
    });

    it('dry runs change nothing', async () => {
      const path = await file('a.yaml', configMap('a'));
      expect(await apply('-f', path, '--dry-run=client')).to.deep.equal(done('configmap/a created (dry run)'));
      expect(await apply('-f', path, '--dry-run=server')).to.deep.equal(done('configmap/a created (server dry run)'));
      expect(await exists('a')).to.equal(false);
    });

    it('reads directories, with -R those within, and several files', async () => {
      await file('top.yaml', configMap('top'));
      await file('in/deep.yaml', configMap('deep'));
      expect(await apply('-f', dir)).to.deep.equal(done('configmap/top created'));
      expect((await apply('-R', '-f', dir)).out).to.equal('configmap/deep created\nconfigmap/top unchanged\n');
      const files = [join(dir, 'top.yaml'), join(dir, 'in/deep.yaml')];
      expect((await apply('-f', ...files)).out).to.equal('configmap/top unchanged\nconfigmap/deep unchanged\n');
    });

    it('reads URLs; an error of the server is told', async () => {
      const server = createServer((request, response) => {
        response.statusCode = request.url === '/a.yaml' ? 200 : 404;
        response.end(JSON.stringify(configMap('a')));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        expect(await apply('-f', `${url}/a.yaml`)).to.deep.equal(done('configmap/a created'));
        expect((await apply('-f', `${url}/b.yaml`)).err).to.match(
          /unable to read URL .*, server reported 404 Not Found/,
        );
      } finally {
        server.closeAllConnections();
        server.close();
      }
      expect((await apply('-f', `${url}/a.yaml`)).err).to.match(/unable to read URL .*ECONNREFUSED/);
    });

    describe('--prune', () => {
      beforeEach(async () => {
        await apply(
          '-f',
          await file('a.yaml', configMap('kept'), configMap('gone'), configMap('foreign', { k: 'v' }, { app: 'x' })),
        );
        await cluster.run(createCommand, '-f', await file('b.yaml', configMap('made')));
        await file('a.yaml', configMap('kept'));
      });
      const states = async (): Promise<Record<string, boolean>> => {
        const found: Record<string, boolean> = {};
        for (const name of ['kept', 'gone', 'foreign', 'made']) found[name] = await exists(name);
        return found;
      };
      const prune = (...args: string[]): Promise<Ran> => apply('-f', join(dir, 'a.yaml'), '--prune', ...args);

      it('deletes what apply made, the selector selects and the manifests no longer have; nothing else', async () => {
        expect(await prune('-l', 'app=web')).to.deep.equal(done('configmap/kept unchanged\nconfigmap/gone pruned'));
        expect(await states()).to.deep.equal({ kept: true, gone: false, foreign: true, made: true });
      });

      it('a dry run tells and deletes nothing', async () => {
        const { out } = await prune('-l', 'app=web', '--dry-run=server');
        expect(out).to.equal('configmap/kept unchanged (server dry run)\nconfigmap/gone pruned (server dry run)\n');
        expect(await states()).to.deep.equal({ kept: true, gone: true, foreign: true, made: true });
      });

      it('looks at allowed types only', async () => {
        expect((await prune('--all', '--prune-allowlist=core/v1/Secret')).out).to.equal('configmap/kept unchanged\n');
        expect((await prune('--all', '--prune-allowlist=ConfigMap')).err).to.match(
          /invalid GroupVersionKind format: ConfigMap/,
        );
      });

      it('is not done when something could not be applied', async () => {
        await file('a.yaml', configMap('kept'), configMap('BAD'));
        const { err, status } = await prune('-l', 'app=web');
        expect(err).to.match(/nothing was pruned, as not everything was applied/);
        expect(status).to.equal(1);
        expect(await exists('gone')).to.equal(true);
      });
    });

    const refused: [string[], RegExp][] = [
      [[], /must specify -f/],
      [['-k', '.'], /-k is not supported: say "kustomize build DIR \| kuorum apply -f -"/],
      [['-f', '-', '--server-side'], /--server-side is not supported/],
      [['-f', '-', '--prune'], /without explicitly passing --all/],
      [['-f', '/nonexistent'], /the path "\/nonexistent" does not exist/],
    ];
    for (const [args, message] of refused) {
      it(`refuses ${args.join(' ')}`, async () => expect((await apply(...args)).err).to.match(message));
    }
  });

  describe('kuorum diff', () => {
    const diff = (path: string): Promise<Ran> => cluster.run(diffCommand, '-f', path);

    it('ends with 0 when nothing would change, 1 when something would, more when it cannot know', async () => {
      const path = await file('a.yaml', configMap('a', { x: '1' }));
      await apply('-f', path);
      expect(await diff(path)).to.deep.equal({ out: '', err: '', status: 0 });
      await file('a.yaml', configMap('a', { x: '2' }));
      const { out, status } = await diff(path);
      expect(status).to.equal(1);
      expect(out)
        .to.match(/^[-]{3} LIVE\/v1\.ConfigMap\..*\.a\t/m)
        .and.to.match(/^- {2}x: "1"\n\+ {2}x: "2"$/m);
      expect(out).not.to.include('resourceVersion');
      expect((await cluster.get('ConfigMap', 'a')).data).to.deep.equal({ x: '1' });
      expect((await diff('/nonexistent')).status).to.equal(2);
    });

    it('shows that a secret changes, not what it is', async () => {
      const secret = (password: string): object => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's' },
        stringData: { password, same: 'x' },
      });
      await apply('-f', await file('s.yaml', secret('old-one')));
      const { out } = await diff(await file('s.yaml', secret('new-one')));
      expect(out).to.match(/^- {2}password: "\*{3} \(before\)"\n\+ {2}password: "\*{3} \(after\)"$/m);
      for (const value of ['old-one', 'new-one']) {
        expect(out).not.to.include(value).and.not.to.include(Buffer.from(value).toString('base64'));
      }
    });
  });

  describe('kuorum replace', () => {
    it('puts the manifest in the place of what is there; --force makes it anew', async () => {
      const path = await file('a.yaml', configMap('a', { x: '1' }));
      expect((await cluster.run(replaceCommand, '-f', path)).err).to.equal(
        'Error from server (NotFound): configmaps "a" not found\n',
      );
      await cluster.run(createCommand, 'configmap', 'a', '--from-literal=old=1');
      const { uid } = (await cluster.get('ConfigMap', 'a')).metadata;
      expect(await cluster.run(replaceCommand, '-f', path)).to.deep.equal(done('configmap/a replaced'));
      expect((await cluster.get('ConfigMap', 'a')).data).to.deep.equal({ x: '1' });
      expect(await cluster.run(replaceCommand, '-f', path, '--force')).to.deep.equal(done('configmap/a replaced'));
      expect((await cluster.get('ConfigMap', 'a')).metadata.uid).not.to.equal(uid);
    });
  });

  describe('kuorum delete', () => {
    const remove = (args: string): Promise<Ran> => cluster.run(deleteCommand, ...args.split(' '));
    beforeEach(async () => {
      await apply('-f', await file('a.yaml', configMap('a'), configMap('b', { k: 'v' }, {})));
    });

    const table: [string, Ran, boolean][] = [
      ['configmap a', done('configmap "a" deleted'), false],
      ['cm/a cm/b', done('configmap "a" deleted\nconfigmap "b" deleted'), false],
      ['cm -l app=web', done('configmap "a" deleted'), false],
      ['cm --all', done('configmap "a" deleted\nconfigmap "b" deleted'), false],
      ['cm -l app=nope', done('No resources found'), true],
      ['cm a --dry-run=client', done('configmap "a" deleted (dry run)'), true],
      ['cm a --dry-run=server', done('configmap "a" deleted (server dry run)'), true],
      ['cm a -o name', done('configmap/a'), false],
      ['cm a --now --wait=false', done('configmap "a" deleted'), false],
      ['cm a --cascade=foreground --wait=false', done('configmap "a" deleted'), false],
      ['cm nope --ignore-not-found', { out: '', err: '', status: 0 }, true],
      ['cm nope', { out: '', err: 'Error from server (NotFound): configmaps "nope" not found\n', status: 1 }, true],
    ];
    for (const [args, expected, stays] of table) {
      it(`delete ${args}`, async () => {
        expect(await remove(args)).to.deep.equal(expected);
        if (!args.includes('foreground')) expect(await exists('a')).to.equal(stays);
      });
    }

    it('--force warns and says so', async () => {
      await cluster.pod('p');
      const { out, err } = await remove('pod p --force --grace-period=0');
      expect(out).to.equal('pod "p" force deleted\n');
      expect(err).to.match(/^Warning: Immediate deletion does not wait/);
    });

    const refused: [string, RegExp][] = [
      ['cm', /no name was specified/],
      ['cm a --all', /--all and naming objects/],
      ['cm a --grace-period=0', /--grace-period=0 without --force/],
      ['cm a --now --grace-period=5', /--now and --grace-period cannot be specified together/],
      ['cm a --cascade=sideways', /invalid cascade value \(sideways\)/],
      ['cm a -o yaml', /We only support '-o name'/],
    ];
    for (const [args, message] of refused) {
      it(`refuses ${args}`, async () => expect(await remove(args)).to.satisfy(({ err }: Ran) => message.test(err)));
    }
  });

  describe('kuorum cordon, uncordon, taint', () => {
    let node = 0;
    const name = (): string => `node-${node}`;
    beforeEach(async () => {
      node++;
      await cluster.create('Node', make('Node', { metadata: { name: name(), labels: { n: String(node) } } }));
    });

    it('says whether pods may come', async () => {
      expect(await cluster.run(cordonCommand, name(), '--dry-run=client')).to.deep.equal(
        done(`node/${name()} cordoned (dry run)`),
      );
      expect(await cluster.run(cordonCommand, name())).to.deep.equal(done(`node/${name()} cordoned`));
      expect((await cluster.get('Node', name())).spec.unschedulable).to.equal(true);
      expect(await cluster.run(cordonCommand, '-l', `n=${node}`)).to.deep.equal(
        done(`node/${name()} already cordoned`),
      );
      expect(await cluster.run(uncordonCommand, `node/${name()}`)).to.deep.equal(done(`node/${name()} uncordoned`));
      expect((await cluster.get('Node', name())).spec.unschedulable).to.equal(false);
      expect((await cluster.run(cordonCommand)).err).to.match(/at least one NODE or a selector/);
    });

    it('adds, changes and removes taints', async () => {
      const taint = (...args: string[]): Promise<Ran> => cluster.run(taintCommand, 'node', name(), ...args);
      const taints = async (): Promise<string[]> =>
        (await cluster.get('Node', name())).spec.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`);
      expect(await taint('a=1:NoSchedule', 'b:NoExecute')).to.deep.equal(done(`node/${name()} tainted`));
      expect(await taints()).to.deep.equal(['a=1:NoSchedule', 'b=:NoExecute']);
      expect((await taint('a=2:NoSchedule')).err).to.match(
        /already has a taint\(s\) with same effect\(s\) and --overwrite is false/,
      );
      expect(await taint('a=2:NoSchedule', '--overwrite')).to.deep.equal(done(`node/${name()} tainted`));
      expect(await taint('b-', 'c=3:PreferNoSchedule')).to.deep.equal(done(`node/${name()} modified`));
      expect(await taint('a:NoSchedule-')).to.deep.equal(done(`node/${name()} untainted`));
      expect(await taints()).to.deep.equal(['c=3:PreferNoSchedule']);
      expect((await taint('a-')).err).to.equal('error: taint "a" not found\n');
    });

    for (const text of ['a', 'a=1', 'a=1:Sometimes', 'a=b=c:NoSchedule', ':NoSchedule', '-']) {
      it(`refuses the taint ${text}`, () => expect(() => parseTaints([text])).to.throw(/invalid taint/));
    }
  });
});

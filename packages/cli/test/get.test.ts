import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expired, make, type DeepPartial, type Pod } from '@kuorum/api';
import { createFakeApi, eventually, type FakeApi } from '@kuorum/testing';
import { getCommand } from '../dist/commands/get.js';
import { capturedEnv, run, type Ran } from './harness.js';

const nowMs = Date.parse('2026-01-01T00:01:30Z');
const created = '2026-01-01T00:00:00Z';

describe('kuorum get', () => {
  let api: FakeApi;

  beforeEach(() => {
    api = createFakeApi();
    seedPod('web-10', { metadata: { labels: { app: 'web', 'x.io/tier': 'front' } }, spec: { nodeName: 'node-2' } });
    seedPod('web-2', { metadata: { labels: { app: 'web' } }, spec: { nodeName: 'node-1' } });
    seedPod('db', { metadata: { namespace: 'kube-system' } });
  });

  function seedPod(name: string, more: DeepPartial<Pod> = {}): void {
    const pod = make('Pod', {
      ...more,
      metadata: { name, creationTimestamp: created, ...more.metadata },
      spec: { containers: [{ name: 'main', image: 'echo' }], ...more.spec },
      status: { phase: 'Running', containerStatuses: [{ name: 'main', ready: true }] },
    });
    api.seed('Pod', pod);
  }

  const get = (...args: string[]): Promise<Ran> =>
    run(getCommand, capturedEnv(api.client, { nowMs: () => nowMs }), args);

  // args, what is printed
  const tables: [string, string][] = [
    [
      'pods',
      `NAME     READY   STATUS    RESTARTS   AGE
web-10   1/1     Running   0          90s
web-2    1/1     Running   0          90s
`,
    ],
    [
      'pods -A --no-headers',
      `default       web-10   1/1   Running   0     90s
default       web-2    1/1   Running   0     90s
kube-system   db       1/1   Running   0     90s
`,
    ],
    [
      'pods --sort-by=.metadata.name --no-headers',
      `web-2    1/1   Running   0     90s
web-10   1/1   Running   0     90s
`,
    ],
    [
      'pods --sort-by={.status.containerStatuses[0].restartCount} --no-headers',
      `web-10   1/1   Running   0     90s
web-2    1/1   Running   0     90s
`,
    ],
    [
      'pods -L app -L x.io/tier --show-labels',
      `NAME     READY   STATUS    RESTARTS   AGE   APP   TIER    LABELS
web-10   1/1     Running   0          90s   web   front   app=web,x.io/tier=front
web-2    1/1     Running   0          90s   web           app=web
`,
    ],
    ['pods -l x.io/tier=front -o name', 'pod/web-10\n'],
    ['pods --field-selector spec.nodeName=node-1 -o name', 'pod/web-2\n'],
    ['pod web-2 -o name', 'pod/web-2\n'],
    ['leases,pods -o name', 'pod/web-10\npod/web-2\n'],
    ['pods --show-kind --no-headers -l x.io/tier', 'pod/web-10   1/1   Running   0     90s\n'],
    [
      'pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName,TIER:.metadata.labels.x\\.io/tier,C:.spec.containers[*].name',
      `NAME     NODE     TIER     C
web-10   node-2   front    main
web-2    node-1   <none>   main
`,
    ],
    ['pods -n none -o custom-columns=NAME:.metadata.name', 'NAME\n'],
    ['pods -o jsonpath={.items[*].metadata.name}', 'web-10 web-2'],
    ['pod web-2 -o jsonpath={.metadata.name}', 'web-2'],
    ['pod/web-2 pod/web-10 -o jsonpath={.items[*].metadata.name}', 'web-2 web-10'],
    ['pod web-2 -o jsonpath-as-json={.spec.nodeName}', '[\n    "node-1"\n]\n'],
    ['pods --sort-by=.spec.nodeName -o jsonpath={..nodeName}', 'node-1 node-2'],
    ['pod nope --ignore-not-found', ''],
    ['pods -n none --ignore-not-found', ''],
  ];
  for (const [args, out] of tables) {
    it(`get ${args}`, async () => expect(await get(...args.split(' '))).to.deep.equal({ out, err: '', status: 0 }));
  }

  // args, error
  const refusals: [string, string][] = [
    ['', 'error: You must specify the type of resource'],
    ['pod nope', 'Error from server (NotFound): pods "nope" not found'],
    ['pods -A web-2', 'error: a resource cannot be retrieved by name across all namespaces'],
    ['pod web-2 -l app=web', 'error: name cannot be provided when a selector is specified'],
    [
      'pods -o xml',
      'error: unable to match a printer suitable for the output format "xml": -o takes one of json, yaml',
    ],
    [
      'pods -o jsonpath',
      'error: jsonpath format specified but no template given: write it after "=", such as jsonpath=\'{',
    ],
    ['pods -o jsonpath={.a', 'error: error parsing jsonpath {.a, unclosed action'],
    ['pods -o jsonpath={.items[9]}', 'error: error executing jsonpath: array index out of bounds: index 9, length 2'],
    ['pods -o jsonpath-file=/nonexistent', 'error: error reading template /nonexistent: no such file or directory'],
    ['pods -o go-template={{.x}}', 'error: Go templates are not supported: use -o jsonpath'],
    ['pods -o custom-columns=NAME', 'error: unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>'],
    ['pods -o custom-columns=NAME:{', "error: custom-columns: {: unexpected path string, expected a 'name1.name2'"],
    ['pods --sort-by=.nope', 'error: couldn\'t find any field with path "{.nope}" in the list of objects'],
    ['pods --sort-by=.spec', 'error: Cannot sort by an object or a list'],
    ['pods --chunk-size=many', 'error: Cannot read --chunk-size: "many" is not a number of objects'],
    ['pods --raw=/api', 'error: --raw is not supported'],
    ['pods,svc -w', 'error: Cannot watch several types at once'],
  ];
  for (const [args, err] of refusals) {
    it(`get ${args} is refused`, async () => {
      const ran = await get(...args.split(' ').filter((arg) => arg !== ''));
      expect(ran.err).to.include(err);
      expect(ran).to.include({ out: '', status: 1 });
    });
  }

  it('says on standard error that there is nothing, which is no failure', async () => {
    expect(await get('pods', '-n', 'none')).to.deep.equal({
      out: '',
      err: 'No resources found in none namespace.\n',
      status: 0,
    });
    expect((await get('leases', '-A')).err).to.equal('No resources found\n');
    expect((await get('nodes')).err).to.equal('No resources found\n');
  });

  it('prints JSON and YAML as kubectl does: keys in order, a List for several', async () => {
    const json = (await get('pods', '-o', 'json')).out;
    expect(json).to.match(
      /^\{\n {4}"apiVersion": "v1",\n {4}"items": \[\n {8}\{\n {12}"apiVersion": "v1",\n {12}"kind": "Pod",/,
    );
    expect((JSON.parse(json) as { kind: string }).kind).to.equal('List');
    const yaml = (await get('pod', 'web-2', '-o', 'yaml')).out;
    expect(yaml)
      .to.match(/^apiVersion: v1\nkind: Pod\nmetadata:\n {2}creationTimestamp: /)
      .and.match(/\n {2}containers:\n {2}- image: echo\n/);
  });

  it('prints several kinds apart, with the kind in the names', async () => {
    api.seed('Node', make('Node', { metadata: { name: 'node-1', creationTimestamp: created } }));
    const { out } = await get('pods,nodes');
    expect(out).to.match(/^NAME +READY.*\npod\/web-10 .*\npod\/web-2 .*\n\nNAME +STATUS.*\nnode\/node-1 /);
  });

  it('prints what it found and fails for what it did not', async () => {
    const ran = await get('pods', 'web-2', 'nope', '-o', 'name');
    expect(ran).to.deep.equal({
      out: 'pod/web-2\n',
      err: 'Error from server (NotFound): pods "nope" not found\n',
      status: 1,
    });
  });

  it('asks for lists in chunks, and for the whole when the first page is too old', async () => {
    const lists = (): number => api.calls.filter(({ verb, kind }) => verb === 'list' && kind === 'Pod').length;
    expect((await get('pods', '-A', '-o', 'name', '--chunk-size=1')).out).to.equal('pod/web-10\npod/web-2\npod/db\n');
    expect(lists()).to.equal(3);
    api.onCall(() => (lists() === 5 ? expired('the continue token is too old') : undefined));
    expect((await get('pods', '-A', '-o', 'name', '--chunk-size=1')).out).to.equal('pod/web-10\npod/web-2\npod/db\n');
    expect(lists()).to.equal(6);
  });

  describe('with files', () => {
    let directory: string;
    before(async () => (directory = await mkdtemp(join(tmpdir(), 'kuorum-get-'))));
    after(() => rm(directory, { recursive: true }));

    it('gets what manifests name, and reads templates', async () => {
      const [manifest, template, columns] = ['m.yaml', 't', 'c'].map((name) => join(directory, name)) as [
        string,
        string,
        string,
      ];
      await writeFile(manifest, 'apiVersion: v1\nkind: Pod\nmetadata: {name: db, namespace: kube-system}\n');
      await writeFile(template, '{.metadata.namespace}\n');
      await writeFile(columns, 'NAME           PHASE\nmetadata.name  {.status.phase}\n');
      expect((await get('-f', manifest, '-o', `jsonpath-file=${template}`)).out).to.equal('kube-system');
      expect((await get('pods', '-o', `custom-columns-file=${columns}`, '--no-headers')).out).to.equal(
        'web-10   Running\nweb-2    Running\n',
      );
      expect((await get('pods', '-f', manifest)).err).to.include('no other arguments may be given');
      await writeFile(columns, 'NAME PHASE\nmetadata.name\n');
      expect((await get('pods', '-o', `custom-columns-file=${columns}`)).err).to.include(
        '2 heads and the second 1 paths',
      );
    });
  });

  describe('-w', () => {
    async function watching(args: string[], change: () => void, seen: RegExp): Promise<Ran> {
      const env = capturedEnv(api.client, { nowMs: () => nowMs });
      const ran = run(getCommand, env, args);
      await eventually(() => api.calls.some(({ verb }) => verb === 'watch'), 'it watches');
      change();
      await eventually(() => seen.test(env.printed.out), 'the change is printed');
      env.interrupt();
      return ran;
    }

    it('prints the present state under one head, then changes', async () => {
      const { out, status } = await watching(['pods', '-w'], () => seedPod('web-3'), /web-3/);
      expect(out).to.equal(`NAME     READY   STATUS    RESTARTS   AGE
web-10   1/1     Running   0          90s
web-2    1/1     Running   0          90s
web-3    1/1     Running   0          90s
`);
      // As a shell says it of what Ctrl-C has ended.
      expect(status).to.equal(130);
    });

    it('--watch-only --output-watch-events: changes only, and what each is', async () => {
      const change = (): void => void api.client.pods.delete('default', 'web-2', { gracePeriodSeconds: 0 });
      const { out } = await watching(['pods', '--watch-only', '--output-watch-events'], change, /DELETED|MODIFIED/);
      expect(out)
        .to.match(/^EVENT +NAME +READY.*\n(DELETED|MODIFIED) +web-2 /)
        .and.not.include('web-10');
    });

    it('-o json gives each event with its object', async () => {
      const args = ['pods', '--watch-only', '--output-watch-events', '-o', 'json'];
      const { out } = await watching(args, () => seedPod('web-3'), /\n\}\n$/);
      expect(JSON.parse(out)).to.have.nested.property('object.metadata.name', 'web-3');
      expect(JSON.parse(out)).to.have.property('type', 'ADDED');
    });

    it('watches one object by its name, and goes on after a broken watch', async () => {
      const change = (): void => {
        api.dropWatches();
        seedPod('other');
        seedPod('web-2', { metadata: { labels: { changed: 'yes' } } });
      };
      const { out } = await watching(['pod', 'web-2', '-w', '--show-labels'], change, /changed=yes/);
      expect(out.match(/web-2/g)).to.have.length(2);
      expect(out).to.not.include('other');
    });

    it('a watch that broke goes on where it was: nothing is printed twice', async () => {
      const env = capturedEnv(api.client, { nowMs: () => nowMs });
      const ran = run(getCommand, env, ['pods', '--watch-only', '-o', 'name']);
      await eventually(() => api.calls.some(({ verb }) => verb === 'watch'), 'it watches');
      seedPod('before');
      await eventually(() => env.printed.out.includes('before'), 'the first change is printed');
      api.dropWatches();
      seedPod('after');
      await eventually(() => env.printed.out.includes('after'), 'the second change is printed');
      env.interrupt();
      expect((await ran).out).to.equal('pod/before\npod/after\n');
    });

    it('a name that is not there ends it', async () => {
      expect(await get('pod', 'nope', '-w')).to.deep.equal({
        out: '',
        err: 'Error from server (NotFound): pods "nope" not found\n',
        status: 1,
      });
    });
  });
});

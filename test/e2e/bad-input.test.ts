/** Bad input: a clear error that names the path or the reason, exit status 1, and nothing changed. */
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { LocalCluster } from '../support/local-cluster.js';

const pod = (name: string, image = 'kuorum/echo:latest', extra = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${extra}spec:\n  containers:\n    - name: main\n      image: ${image}\n`;

const cases: { title: string; manifest: string; error: RegExp }[] = [
  {
    title: 'malformed YAML',
    manifest: 'apiVersion: v1\nkind: Pod\nmetadata: {name: [a\n',
    error: /standard input: .*line \d/s,
  },
  { title: 'no kind', manifest: 'metadata:\n  name: a\n', error: /apiVersion and kind must be given/ },
  {
    title: 'an unknown kind',
    manifest: 'apiVersion: v1\nkind: Pood\nmetadata:\n  name: a\n',
    error: /Pood is not a kind/,
  },
  {
    title: 'an unknown field',
    manifest: pod('a').replace('image:', 'imagee:'),
    error: /spec\.containers\[0\]\.imagee: unknown field/,
  },
  {
    title: 'a wrong type',
    manifest: pod('a').replace('image: kuorum/echo:latest', 'image: [1]'),
    error: /spec\.containers\[0\]\.image: must be a string, not a list/,
  },
  {
    title: 'a missing required field',
    manifest: pod('a').replace('image: kuorum/echo:latest', 'command: [x]'),
    error: /spec\.containers\[0\]\.image: Required value/,
  },
  { title: 'an invalid name', manifest: pod('Not_A_Name'), error: /metadata\.name: Invalid value: "Not_A_Name"/ },
  {
    title: 'a missing namespace',
    manifest: pod('a', undefined, '  namespace: nowhere\n'),
    error: /namespaces "nowhere" not found/,
  },
  {
    title: 'an oversized object',
    manifest: pod('a').replace(
      'image: kuorum',
      `env: [{name: BIG, value: ${'x'.repeat(1_700_000)}}]\n      image: kuorum`,
    ),
    error: /too large: .* bytes/,
  },
  {
    title: 'a selector that does not match',
    manifest:
      'apiVersion: v1\nkind: ReplicationController\nmetadata:\n  name: a\nspec:\n  selector: {app: a}\n  template:\n    metadata:\n      labels: {app: b}\n    spec:\n      containers: [{name: c, image: i}]\n',
    error: /spec\.template\.metadata\.labels/,
  },
];

describe('bad input', function () {
  this.timeout(60_000);
  let cluster: LocalCluster;

  before(async function () {
    this.timeout(240_000);
    cluster = await LocalCluster.up(['--members=1', '--nodes=1', '--runtime=docker']);
  });

  after(async () => {
    await cluster.remove();
  });

  for (const { title, manifest, error } of cases) {
    it(`${title} is refused and changes nothing`, async () => {
      const before = await everything();
      const { code, stdout, stderr } = await cluster.kuorum(['apply', '-f', '-'], { stdin: manifest });
      expect(stderr).to.match(error);
      expect(stderr).to.not.match(/^\s+at /m);
      expect(stdout).to.equal('');
      expect(code).to.equal(1);
      expect(await everything()).to.equal(before);
    });
  }

  it('one bad document among good ones applies none of them', async () => {
    const { code, stderr } = await cluster.kuorum(['apply', '-f', '-'], {
      stdin: `${pod('good')}---\n${pod('bad').replace('image:', 'imagee:')}`,
    });
    expect(code).to.equal(1);
    expect(stderr).to.match(/document 2: Pod: spec\.containers\[0\]\.imagee: unknown field/);
    expect(await everything()).to.not.include('"good"');
  });

  it('a stale resourceVersion gives Conflict and changes nothing', async () => {
    const client = cluster.apiClient();
    try {
      const created = await client.resource('Namespace').get('', 'default');
      const stale = structuredClone(created);
      stale.metadata.labels = { first: 'write' };
      await client.resource('Namespace').update(stale);
      stale.metadata.labels = { second: 'write' };
      const refused = await client
        .resource('Namespace')
        .update(stale)
        .then(
          () => undefined,
          (error: unknown) => error as Error,
        );
      expect(refused?.message).to.match(/the object has been modified/);
      const { labels } = (await client.resource('Namespace').get('', 'default')).metadata;
      expect(labels).to.include({ first: 'write' }).and.not.to.have.property('second');
    } finally {
      client.close();
    }
  });

  it('an image that does not exist: the pod waits and says why, and goes on to be deletable', async () => {
    await cluster.mustKuorum(['apply', '-f', '-'], { stdin: pod('noimage', 'no.such.registry.invalid/none:1') });
    await eventually('the reason is shown', 30_000, async () => {
      expect(await cluster.mustKuorum(['get', 'pods'])).to.match(/noimage +0\/1 +(ErrImagePull|ImagePullBackOff)/);
    });
    expect(await cluster.mustKuorum(['describe', 'pod', 'noimage']))
      .to.match(/no\.such\.registry\.invalid\/none:1/)
      .and.match(/Failed/);
    await cluster.mustKuorum(['delete', 'pod', 'noimage']);
  });

  it('the client names what is wrong with its own arguments', async () => {
    const table: [string[], RegExp][] = [
      [['get', 'poods'], /the server doesn't have a resource type "poods"/],
      [['get', 'pod', 'missing'], /Error from server \(NotFound\): pods "missing" not found/],
      [['get', 'pods', '-o', 'xml'], /-o takes one of/],
      [['get', 'pods', '-l', 'a=b=c'], /selector/i],
      [['scale', 'rc/missing', '--replicas=two'], /"two" is not a whole number/],
      [['scale', 'rc/missing', '--replicas=2'], /replicationcontrollers "missing" not found/],
      [['delete', 'pods'], /resource\(s\) were provided, but no name/],
      [['apply', '-f', '/does/not/exist.yaml'], /the path "\/does\/not\/exist.yaml" does not exist/],
      [['get', 'pods', '--server', '127.0.0.1:1'], /127\.0\.0\.1:1/],
      [['frobnicate'], /unknown command/],
    ];
    for (const [args, error] of table) {
      const { code, stderr } = await cluster.kuorum(args);
      expect(stderr, args.join(' ')).to.match(error);
      expect(stderr, args.join(' ')).to.not.match(/^\s+at /m);
      expect(code, args.join(' ')).to.equal(1);
    }
  });

  /** Every object whole, resourceVersions included. */
  async function everything(): Promise<string> {
    return cluster.mustKuorum(['get', 'pods,rc,svc,ep,ns', '-A', '-o', 'json']);
  }
});

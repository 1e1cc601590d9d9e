import { expect } from 'chai';
import { annotateCommand, labelCommand, splitEdits } from '../dist/commands/metadata-edit.js';
import { patchCommand } from '../dist/commands/patch.js';
import { scaleCommand } from '../dist/commands/scale.js';
import { Cluster } from './cluster.js';
import type { Ran } from './harness.js';

const cluster = new Cluster();
describe('commands that change objects', () => {
  before(() => cluster.start());
  after(() => cluster.stop());
  beforeEach(() => cluster.newNamespace());

  const done = (out: string): Ran => ({ out: `${out}\n`, err: '', status: 0 });
  const failed = (err: string, out = ''): Ran => ({ out, err: `${err}\n`, status: 1 });

  describe('kuorum label', () => {
    beforeEach(() => cluster.pod('web', { app: 'web' }));
    const label = (args: string): Promise<Ran> => cluster.run(labelCommand, ...args.split(' '));

    // arguments, what is printed, labels afterwards
    const table: [string, Ran, Record<string, string>][] = [
      ['pod web tier=front', done('pod/web labeled'), { app: 'web', tier: 'front' }],
      ['pod web app=web', done('pod/web not labeled'), { app: 'web' }],
      ['pod web app-', done('pod/web unlabeled'), {}],
      ['pod web app- x=y', done('pod/web labeled'), { x: 'y' }],
      ['pod web app=api', failed("error: 'app' already has a value (web), and --overwrite is false"), { app: 'web' }],
      ['pod web app=api --overwrite', done('pod/web labeled'), { app: 'api' }],
      ['pods --all x=y', done('pod/web labeled'), { app: 'web', x: 'y' }],
      ['pods -l app=web x=y', done('pod/web labeled'), { app: 'web', x: 'y' }],
      ['pods -l app=nope x=y', { out: '', err: '', status: 0 }, { app: 'web' }],
      ['pod web x=y --dry-run=client', done('pod/web labeled (dry run)'), { app: 'web' }],
      ['pod web x=y --dry-run=server', done('pod/web labeled (server dry run)'), { app: 'web' }],
      ['pod web x=y -o name', done('pod/web'), { app: 'web', x: 'y' }],
      ['pod web --list', done('app=web'), { app: 'web' }],
      ['pod web x=y --list', done('app=web\nx=y'), { app: 'web', x: 'y' }],
      ['pod web no-', { out: 'pod/web not labeled\n', err: 'label "no" not found.\n', status: 0 }, { app: 'web' }],
      [
        'pods x=y',
        failed('error: resource(s) were provided, but no name was specified: name them, or say -l SELECTOR or --all'),
        { app: 'web' },
      ],
      ['pod nope x=y', failed('Error from server (NotFound): pods "nope" not found'), { app: 'web' }],
      [
        'pod web',
        failed('error: at least one label update is required: KEY=VALUE sets, KEY- removes, --list prints'),
        { app: 'web' },
      ],
      [
        'pod web x=y --dry-run',
        failed('error: Invalid dry-run value (). Must be "none", "server", or "client".'),
        { app: 'web' },
      ],
    ];
    for (const [args, expected, labels] of table) {
      it(`label ${args}`, async () => {
        const ran = await label(args);
        expect(ran).to.deep.equal(expected);
        expect((await cluster.get('Pod', 'web')).metadata.labels).to.deep.equal(labels);
      });
    }

    it('--resource-version guards against what was changed since', async () => {
      const { metadata } = await cluster.get('Pod', 'web');
      expect(await label(`pod web x=1 --resource-version=${metadata.resourceVersion}`)).to.include({ status: 0 });
      const late = await label(`pod web x=2 --overwrite --resource-version=${metadata.resourceVersion}`);
      expect(late.err).to.match(/^Error from server \(Conflict\): .*the object has been modified/);
      expect(late.status).to.equal(1);
    });

    it('tells what the server refuses', async () => {
      const { err, status } = await label('pod/web a=b=c');
      expect(err).to.match(/^Error from server \(Invalid\): .*a valid label/s);
      expect(status).to.equal(1);
    });

    it('lists the labels of several by their names', async () => {
      await cluster.pod('api');
      expect((await label('pods --all --list')).out).to.equal(
        'Listing labels for Pod./api:\nListing labels for Pod./web:\n app=web\n',
      );
    });

    const splits: [string[], RegExp][] = [
      [['pod', 'web', 'a=b', 'c'], /all resources must be specified before label changes: c/],
      [['pod', 'web', 'a=b', 'a-'], /can not both modify and remove label "a"/],
      [['pod', 'web', '=b'], /Cannot read "=b"/],
    ];
    for (const [args, message] of splits) {
      it(`refuses ${args.join(' ')}`, () => expect(() => splitEdits('label', args)).to.throw(message));
    }
  });

  describe('kuorum annotate', () => {
    beforeEach(() => cluster.pod('web'));
    const annotate = (...args: string[]): Promise<Ran> => cluster.run(annotateCommand, ...args);

    it('sets, keeps what is there unless told, and removes', async () => {
      expect(await annotate('pod', 'web', 'note=a = b c')).to.deep.equal(done('pod/web annotated'));
      expect((await cluster.get('Pod', 'web')).metadata.annotations).to.deep.equal({ note: 'a = b c' });
      expect(await annotate('pod', 'web', 'note=other')).to.deep.equal(
        failed(
          "error: --overwrite is false but found the following declared annotation(s): 'note' already has a value (a = b c)",
        ),
      );
      expect(await annotate('pod', 'web', 'note-', 'x=')).to.deep.equal(done('pod/web annotated'));
      expect((await cluster.get('Pod', 'web')).metadata.annotations).to.deep.equal({ x: '' });
    });
  });

  describe('kuorum patch', () => {
    beforeEach(() => cluster.deployment('web'));
    const patch = (...args: string[]): Promise<Ran> => cluster.run(patchCommand, 'deployment/web', ...args);

    const image = (name: string): string =>
      `{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"${name}"}]}}}}`;
    const table: [string, string[], string][] = [
      ['merges lists by their keys unless told', ['-p', image('i:2')], 'patched'],
      ['takes YAML', ['-p', 'spec: {template: {spec: {containers: [{name: c, image: "i:2"}]}}}'], 'patched'],
      ['merge', ['--type=merge', '-p', image('i:2')], 'patched'],
      [
        'json',
        ['--type=json', '-p', '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"i:2"}]'],
        'patched',
      ],
    ];
    for (const [title, args, word] of table) {
      it(title, async () => {
        expect(await patch(...args)).to.deep.equal(done(`deployment.apps/web ${word}`));
        const { spec } = await cluster.get('Deployment', 'web');
        expect(spec.template?.spec?.containers[0]?.image).to.equal('i:2');
      });
    }

    it('says when nothing changed', async () => {
      expect(await patch('-p', image('i:1'))).to.deep.equal(done('deployment.apps/web patched (no change)'));
    });

    it('changes the status by its subresource', async () => {
      expect(await patch('--subresource=status', '-p', '{"status":{"replicas":7}}')).to.include({ status: 0 });
      expect((await cluster.get('Deployment', 'web')).status.replicas).to.equal(7);
    });

    it('a dry run changes nothing and shows what would be', async () => {
      const ran = await patch('--dry-run=server', '-p', '{"spec":{"replicas":5}}', '-o', 'jsonpath={.spec.replicas}');
      expect(ran).to.deep.equal(done('5'));
      expect((await cluster.get('Deployment', 'web')).spec.replicas).to.equal(2);
    });

    const refused: [string[], RegExp][] = [
      [[], /must specify --patch or --patch-file/],
      [['-p', '{}', '--type=apply'], /--type must be one of \[json merge strategic\]/],
      [['-p', '[]'], /a strategic patch is an object/],
      [['-p', '{}', '--type=json'], /a json patch is a list of operations/],
      [['-p', '{"spec":{"nope":1}}'], /Error from server \(BadRequest\): .*nope/],
      [['--patch-file', '/nonexistent'], /unable to read patch file/],
    ];
    for (const [args, message] of refused) {
      it(`refuses ${args.join(' ')}`, async () => {
        const { err, status } = await patch(...args);
        expect(err).to.match(message);
        expect(status).to.equal(1);
      });
    }
  });

  describe('kuorum scale', () => {
    beforeEach(async () => {
      await cluster.deployment('web');
      await cluster.deployment('api');
    });
    const scale = (args: string): Promise<Ran> => cluster.run(scaleCommand, ...args.split(' '));

    const table: [string, Ran, number][] = [
      ['deployment/web --replicas=5', done('deployment.apps/web scaled'), 5],
      ['deploy web api --replicas=5', done('deployment.apps/web scaled\ndeployment.apps/api scaled'), 5],
      ['deploy --all --replicas=0', done('deployment.apps/api scaled\ndeployment.apps/web scaled'), 0],
      ['deploy -l app=web --replicas=0', done('deployment.apps/web scaled'), 0],
      ['deploy/web --replicas=5 --current-replicas=2', done('deployment.apps/web scaled'), 5],
      ['deploy/web --replicas=5 --current-replicas=3', failed('error: Expected replicas to be 3, was 2'), 2],
      ['deploy/web --replicas=5 --resource-version=1', failed('error: Expected resource version to be 1, was RV'), 2],
      ['deploy/web --replicas=5 --dry-run=server', done('deployment.apps/web scaled (server dry run)'), 2],
      [
        'deploy/web --replicas=5 --timeout=20ms',
        failed('error: timed out waiting for deployments.apps/web to be scaled to 5', 'deployment.apps/web scaled\n'),
        5,
      ],
      ['deploy/web', failed('error: required flag(s) "replicas" not set: say --replicas=COUNT'), 2],
      [
        'deploy/web --replicas=-1',
        failed('error: Cannot read --replicas: "-1" is not a whole number of replicas, 0 or more'),
        2,
      ],
      [
        'deploy/web deploy/nope --replicas=4',
        failed('Error from server (NotFound): deployments.apps "nope" not found', 'deployment.apps/web scaled\n'),
        4,
      ],
      [
        'service/web --replicas=4',
        failed(
          'error: cannot scale services: what has replicas is replicationcontrollers, deployments.apps, replicasets.apps',
        ),
        2,
      ],
    ];
    for (const [args, expected, replicas] of table) {
      it(`scale ${args}`, async () => {
        const { out, err, status } = await scale(args);
        expect({ out, err: err.replace(/was \d{2,}/, 'was RV'), status }).to.deep.equal(expected);
        expect((await cluster.get('Deployment', 'web')).spec.replicas).to.equal(replicas);
      });
    }
  });
});

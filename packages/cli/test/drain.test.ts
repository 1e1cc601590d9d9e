import { expect } from 'chai';
import { make, ownerReference, type DeepPartial, type Pod } from '@kuorum/api';
import { eventually } from '@kuorum/testing';
import { planDrain } from '../dist/commands/drain-filters.js';
import { drainCommand } from '../dist/commands/drain.js';
import { Cluster } from './cluster.js';
import { capturedEnv, run, type Ran } from './harness.js';

const cluster = new Cluster();
let nodes = 0;
describe('draining a node', () => {
  before(() => cluster.start());
  after(() => cluster.stop());
  beforeEach(() => cluster.newNamespace());

  const node = (): string => `node-${nodes}`;
  beforeEach(async () => {
    nodes++;
    await cluster.create('Node', make('Node', { metadata: { name: node(), labels: { n: String(nodes) } } }));
  });

  const drain = (args: string, retryMs = 20): Promise<Ran> =>
    cluster.run((env) => drainCommand(env, { retryMs }), node(), ...args.split(' ').filter((arg) => arg !== ''));

  /** On the node; of a ReplicaSet unless told. */
  async function pod(name: string, more: DeepPartial<Pod> = {}): Promise<void> {
    const owner = await replicaSet();
    const metadata = {
      name,
      labels: { app: 'web' },
      ownerReferences: [ownerReference('ReplicaSet', owner)],
      ...more.metadata,
    };
    const spec = {
      nodeName: node(),
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'c', image: 'i:1' }],
      ...more.spec,
    };
    await cluster.create('Pod', make('Pod', { metadata, spec }));
    if (more.status === undefined) return;
    await cluster.client
      .resource('Pod')
      .patch(cluster.namespace, name, { status: more.status }, { subresource: 'status' });
  }

  async function replicaSet() {
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } };
    const spec = { selector: { matchLabels: { app: 'web' } }, template };
    const { items } = await cluster.client.resource('ReplicaSet').list({ namespace: cluster.namespace });
    return items[0] ?? (await cluster.create('ReplicaSet', make('ReplicaSet', { metadata: { name: 'rs' }, spec })));
  }

  async function budget(disruptionsAllowed: number): Promise<void> {
    const spec = { selector: { matchLabels: { app: 'web' } }, minAvailable: 1 };
    const { metadata } = await cluster.create(
      'PodDisruptionBudget',
      make('PodDisruptionBudget', { metadata: { name: 'b' }, spec }),
    );
    await allow(disruptionsAllowed, metadata.generation);
  }

  async function allow(disruptionsAllowed: number, observedGeneration: number): Promise<void> {
    const status = { disruptionsAllowed, observedGeneration, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 };
    await cluster.client
      .resource('PodDisruptionBudget')
      .patch(cluster.namespace, 'b', { status }, { subresource: 'status' });
  }

  const running: DeepPartial<Pod['status']> = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  const pods = async (): Promise<string[]> =>
    (await cluster.client.resource('Pod').list({ namespace: cluster.namespace })).items.map(
      ({ metadata }) => metadata.name,
    );

  describe('kuorum drain', () => {
    it('cordons the node and takes its pods away, finished ones too', async () => {
      await pod('a', { status: running });
      await pod('b', { metadata: { ownerReferences: [] }, status: { phase: 'Succeeded' } });
      await pod('elsewhere', { spec: { nodeName: 'other' } });
      const { out, err, status } = await drain('');
      const lines = out.trimEnd().split('\n');
      const { namespace } = cluster;
      expect(lines[0]).to.equal(`node/${node()} cordoned`);
      expect(lines.slice(1, -1)).to.have.members([
        ...[`evicting pod ${namespace}/a`, `evicting pod ${namespace}/b`, 'pod/a evicted', 'pod/b evicted'],
      ]);
      expect(lines.at(-1)).to.equal(`node/${node()} drained`);
      expect({ err, status }).to.deep.equal({ err: '', status: 0 });
      expect(await pods()).to.deep.equal(['elsewhere']);
      expect((await cluster.get('Node', node())).spec.unschedulable).to.equal(true);
      expect((await drain('')).out).to.equal(`node/${node()} already cordoned\nnode/${node()} drained\n`);
    });

    it('does nothing while something must be allowed first, and says what', async () => {
      await pod('a');
      await pod('lonely', { metadata: { ownerReferences: [] } });
      await pod('data', { spec: { volumes: [{ name: 'v', emptyDir: {} }] } });
      const { namespace } = cluster;
      const { out, err, status } = await drain('');
      const why = [
        `cannot delete Pods with local storage (use --delete-emptydir-data to override): ${namespace}/data`,
        `cannot delete Pods that declare no controller (use --force to override): ${namespace}/lonely`,
      ].join(', ');
      expect(out).to.equal(`node/${node()} cordoned\n`);
      expect(err).to.equal(
        `error: unable to drain node "${node()}" due to error: [${why}], continuing command...\n` +
          `There are pending nodes to be drained:\n ${node()}\nerror: [${why}]\n`,
      );
      expect(status).to.equal(1);
      expect(await pods()).to.have.members(['a', 'data', 'lonely']);
      const forced = await drain('--force --delete-emptydir-data');
      expect(forced.err).to.equal(
        `Warning: deleting Pods with local storage: ${namespace}/data; deleting Pods that declare no controller: ${namespace}/lonely\n`,
      );
      expect(forced.status).to.equal(0);
      expect(await pods()).to.deep.equal([]);
    });

    it('waits for what a budget forbids, and goes on when it allows it', async () => {
      await pod('a', { status: running });
      await budget(0);
      const env = capturedEnv(cluster.client);
      const ran = run((each) => drainCommand(each, { retryMs: 20 }), env, [node(), '--timeout=20s']);
      await eventually(() => env.printed.err.includes('(will retry after'), 'it was refused');
      const { observedGeneration } = (await cluster.get('PodDisruptionBudget', 'b')).status;
      await allow(1, observedGeneration);
      const { out, status } = await ran;
      expect(out).to.match(/pod\/a evicted\nnode\/node-\d+ drained\n$/);
      expect(status).to.equal(0);
    });

    it('gives up when time is up, and says what is left', async () => {
      await pod('a', { status: running });
      await budget(0);
      const { err, status } = await drain('--timeout=100ms');
      const { namespace } = cluster;
      expect(err).to.include(
        `error when evicting pods/"a" -n "${namespace}" (will retry after 0.02s): Cannot evict pod as it would violate the pod's disruption budget.\n`,
      );
      const timedOut = `error when evicting pods/"a" -n "${namespace}": global timeout reached: 100ms`;
      expect(err).to.include(
        `There are pending pods in node "${node()}" when an error occurred: ${timedOut}\npod/a\n` +
          `error: unable to drain node "${node()}" due to error: ${timedOut}, continuing command...\n`,
      );
      expect(status).to.equal(1);
      // Deleting does not ask the budget.
      expect((await drain('--disable-eviction')).out).to.include('pod/a deleted\n');
      expect(await pods()).to.deep.equal([]);
    });

    it('waits until a pod is gone, not only until it is going', async () => {
      await pod('slow', { metadata: { finalizers: ['e.com/hold'] } });
      expect((await drain('--timeout=50ms')).err).to.include(
        `error when waiting for pod "slow" in namespace "${cluster.namespace}" to terminate: global timeout reached: 50ms`,
      );
      const ran = drain('--timeout=20s');
      await eventually(async () => (await cluster.get('Pod', 'slow')).metadata.deletionTimestamp !== '', 'it is going');
      await cluster.client.resource('Pod').patch(cluster.namespace, 'slow', { metadata: { finalizers: [] } });
      expect((await ran).status).to.equal(0);
    });

    it('dry runs tell, and change nothing', async () => {
      await pod('a');
      for (const [how, suffix] of Object.entries({ client: 'dry run', server: 'server dry run' })) {
        const { out } = await drain(`--dry-run=${how}`);
        expect(out).to.equal(
          `node/${node()} cordoned (${suffix})\nevicting pod ${cluster.namespace}/a (${suffix})\nnode/${node()} drained (${suffix})\n`,
        );
      }
      expect(await pods()).to.deep.equal(['a']);
      expect((await cluster.get('Node', node())).spec.unschedulable).to.equal(false);
    });

    it('takes only pods with the labels of --pod-selector, from the nodes with those of -l', async () => {
      await pod('a');
      await pod('b', { metadata: { labels: { app: 'db' } } });
      const { out } = await cluster.run((env) => drainCommand(env), '-l', `n=${nodes}`, '--pod-selector=app=db');
      expect(out).to.include('pod/b evicted\n').and.not.to.include('pod/a');
      expect((await cluster.run((env) => drainCommand(env))).err).to.match(/at least one NODE or a selector/);
      expect((await cluster.run((env) => drainCommand(env), 'nope')).err).to.equal(
        'Error from server (NotFound): nodes "nope" not found\n',
      );
    });
  });

  describe('what a drain does with a pod', () => {
    const daemon = {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'ds', uid: 'u', controller: true }],
    };
    const mirror = { annotations: { 'kubernetes.io/config.mirror': 'x' } };
    const ending = { deletionTimestamp: '2026-01-01T00:00:00Z', ...daemonless() };
    const strict = { force: false, ignoreDaemonsets: false, deleteEmptydirData: false, skipDeletedAfterMs: 0 };
    const nowMs = Date.parse('2026-01-01T00:01:00Z');
    const cases: [string, DeepPartial<Pod>, Partial<typeof strict & { absent: string }>, object][] = [
      [
        'a daemon set keeps its pods: refused',
        { metadata: daemon },
        {},
        { refusals: ['cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): ns/p'] },
      ],
      [
        'unless ignored: it stays',
        { metadata: daemon },
        { ignoreDaemonsets: true },
        { warnings: ['ignoring DaemonSet-managed Pods: ns/p'] },
      ],
      ['a finished pod of a daemon set goes', { metadata: daemon, status: { phase: 'Failed' } }, {}, { pods: ['p'] }],
      [
        'a daemon set that is gone: refused',
        { metadata: daemon },
        { absent: 'not found', ignoreDaemonsets: true },
        { refusals: ['cannot delete not found: ns/p'] },
      ],
      [
        'a daemon set that is gone, by force: it goes',
        { metadata: daemon },
        { absent: 'not found', force: true },
        { pods: ['p'], warnings: ['not found: ns/p'] },
      ],
      ["a mirror of a node's file stays", { metadata: mirror }, {}, {}],
      ['what has been ending for long is not waited for', { metadata: ending }, { skipDeletedAfterMs: 30_000 }, {}],
      ['what is ending is waited for', { metadata: ending }, { skipDeletedAfterMs: 90_000 }, { pods: ['p'] }],
    ];
    for (const [what, partial, rules, expected] of cases) {
      it(what, () => {
        const { metadata, ...rest } = partial;
        const one = make('Pod', { metadata: { name: 'p', namespace: 'ns', ...metadata }, ...rest });
        const { absent, ...given } = rules;
        const absentDaemonSets = new Map(absent === undefined ? [] : [['ns/ds', absent]]);
        const plan = planDrain([one], { ...strict, ...given, nowMs, absentDaemonSets });
        expect({ ...plan, pods: plan.pods.map((each) => each.metadata.name) }).to.deep.equal({
          ...{ pods: [], warnings: [], refusals: [] },
          ...expected,
        });
      });
    }

    function daemonless(): DeepPartial<Pod['metadata']> {
      return {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u', controller: true }],
      };
    }
  });
});

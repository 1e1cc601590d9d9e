/** The whole chain on real Docker: from one command to a balanced service that survives failures. */
import { expect } from 'chai';
import { isConditionTrue, isPodReady } from '@kuorum/api';
import { mustRun } from '../support/commands.js';
import { eventually } from '../support/eventually.js';
import { LocalCluster, httpGet, podThatAnswered, sample } from '../support/local-cluster.js';
import { checkReadmeCalls } from './readme-calls.js';
import { checkSecurity } from './security-checks.js';

const nodePort = 30080;
/** From apply, or from the loss of a node, to everything Running: for a machine that has other work. How long it took is printed. */
const runningMs = 60_000;

describe('a local cluster on Docker', function () {
  this.timeout(240_000);
  let cluster: LocalCluster;

  before(async function () {
    this.timeout(240_000);
    cluster = await LocalCluster.up(['--runtime=docker']);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await cluster.logs());
  });

  after(async () => {
    await cluster.remove();
  });

  const nodeIp = (i: number): string => cluster.config.nodes[i]?.ip ?? '';

  it('make up --detach returns when three members, the control plane and three nodes are ready', async () => {
    expect(cluster.upOutput)
      .to.match(/npx kuorum apply .*echo\.yaml/)
      .and.include(cluster.dataDir);
    const status = await cluster.mustKuorum(['status']);
    expect(status.match(/ running /g)).to.have.length(9);
    expect(status.match(/ leader /g)).to.have.length(1);
    expect(status.match(/ Ready /g)).to.have.length(3);
    expect(await cluster.mustKuorum(['get', 'pods', '-A'])).to.equal('');
  });

  it('apply of the sample has all three pods Running on three nodes', async () => {
    const began = performance.now();
    const applied = await cluster.mustKuorum(['apply', '-f', sample('echo.yaml')]);
    expect(applied).to.equal('replicationcontroller/echo created\nservice/echo created\n');
    const pods = await cluster.readyPods('app=echo', 3, runningMs);
    console.log(`      apply to 3 ready: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    expect(new Set(pods.map(({ spec }) => spec.nodeName))).to.have.length(3);
    expect(pods.every(({ status }) => status.phase === 'Running')).to.equal(true);
    expect(await cluster.mustKuorum(['apply', '-f', sample('echo.yaml')])).to.match(/echo unchanged\n.*echo unchanged/);
  });

  it('300 requests through the NodePort are spread over all three pods', async () => {
    const pods = await cluster.pods('app=echo');
    const counts = new Map<string, number>();
    await eventually('the NodePort answers', 30_000, () => httpGet(nodeIp(0), nodePort));
    for (let i = 0; i < 300; i++) {
      const name = podThatAnswered(await httpGet(nodeIp(i % 3), nodePort), pods);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).to.deep.equal(pods.map(({ metadata }) => metadata.name).sort());
    for (const count of counts.values()) expect(count).to.be.within(80, 120);
  });

  it('the ClusterIP answers from the host and from inside a pod', async () => {
    const client = cluster.apiClient();
    const { spec } = await client
      .resource('Service')
      .get('default', 'echo')
      .finally(() => client.close());
    const pods = await cluster.pods('app=echo');
    const body = await eventually('the ClusterIP answers', 30_000, () => httpGet(spec.clusterIP, 80));
    expect(podThatAnswered(body, pods)).to.be.a('string');
    const [container = ''] = await cluster.containers();
    const script = `fetch('http://${spec.clusterIP}:80/').then((r) => r.text()).then((t) => console.log(t))`;
    const inside = await mustRun('docker', ['exec', container, 'node', '-e', script]);
    expect(podThatAnswered(inside, pods)).to.be.a('string');
  });

  it('get, describe and logs tell about it', async () => {
    const wide = await cluster.mustKuorum(['get', 'pods', '-o', 'wide']);
    expect(wide.split('\n')[0]).to.match(
      /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES$/,
    );
    expect(wide.match(/1\/1 +Running +0 /g)).to.have.length(3);
    const [pod] = await cluster.pods('app=echo');
    const name = pod?.metadata.name ?? '';
    expect(await cluster.mustKuorum(['describe', 'pod', name]))
      .to.match(/Scheduled .*Successfully assigned/)
      .and.match(/Started/);
    expect(await cluster.mustKuorum(['logs', name])).to.not.equal('');
    const json = JSON.parse(await cluster.mustKuorum(['get', 'rc/echo', '-o', 'json'])) as { status: unknown };
    expect(json.status).to.include({ replicas: 3, readyReplicas: 3 });
    expect(await cluster.mustKuorum(['get', 'svc', '-o', 'name'])).to.equal('service/echo\n');
    expect(await cluster.mustKuorum(['version'])).to.match(/Client Version: v.*\nServer Version: v/);
  });

  checkSecurity(() => cluster);
  checkReadmeCalls(() => cluster);

  it('get -w shows changes as they come, through the death of the apiserver', async () => {
    const watch = cluster.startKuorum(['get', 'pods', '-w', '--no-headers']);
    try {
      await eventually('the present state', 30_000, () =>
        expect(watch.output().match(/1\/1 +Running/g)).to.have.length(3),
      );
      await cluster.kill('apiserver');
      await cluster.start('apiserver');
      await eventually('a change', 30_000, () => cluster.mustKuorum(['scale', 'rc/echo', '--replicas=4']));
      await eventually('the fourth pod is shown ready', 30_000, () =>
        expect(new Set(watch.output().match(/^echo-\S+ +1\/1/gm))).to.have.length(4),
      );
      await cluster.mustKuorum(['scale', 'rc/echo', '--replicas=3']);
      await cluster.readyPods('app=echo', 3, runningMs);
      expect(await watch.interrupt()).to.equal(130);
    } finally {
      await watch.interrupt();
    }
  });

  it('logs -f follows a container', async () => {
    const [pod] = await cluster.pods('app=echo');
    const name = pod?.metadata.name ?? '';
    const logs = cluster.startKuorum(['logs', '-f', name]);
    try {
      await eventually('what was written before', 30_000, () => expect(logs.output()).to.match(/listens/));
      await cluster.mustKuorum(['delete', 'pod', name]);
      await eventually('it ends with its container', 60_000, async () => expect(await logs.ended()).to.equal(0));
    } finally {
      await logs.interrupt();
    }
    await cluster.readyPods('app=echo', 3, runningMs);
  });

  it('get -o yaml gives what apply takes', async () => {
    const yaml = await cluster.mustKuorum(['get', 'rc', 'echo', '-o', 'yaml']);
    expect(yaml).to.match(/^apiVersion: v1\nkind: ReplicationController\n/);
    expect(await cluster.mustKuorum(['apply', '-f', '-'], { stdin: yaml })).to.match(/echo (configured|unchanged)/);
    await cluster.mustKuorum(['apply', '-f', sample('echo.yaml')]);
  });

  it('a container that is killed is replaced, and the service goes on', async () => {
    const before = await cluster.pods('app=echo');
    const [container = ''] = await cluster.containers();
    const began = performance.now();
    await mustRun('docker', ['kill', container]);
    const after = await eventually('a restarted container serves', runningMs, async () => {
      const pods = await cluster.readyPods('app=echo', 3, 1_000);
      const restarts = pods.flatMap(({ status }) => status.containerStatuses.map(({ restartCount }) => restartCount));
      if (Math.max(...restarts) < 1) throw new Error('no restart counted yet');
      return pods;
    });
    console.log(`      docker kill to 3 ready: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    expect(after.map(({ metadata }) => metadata.uid).sort()).to.deep.equal(
      before.map(({ metadata }) => metadata.uid).sort(),
    );
    await eventually('all three pods serve', 30_000, () => servesAll(3));
  });

  it('a node that dies with its containers has its pods replaced on others', async () => {
    const began = performance.now();
    const lost = await cluster.containers(['label=kuorum.io/node=node-1']);
    expect(lost).to.have.length(1);
    await cluster.kill('node-1');
    await mustRun('docker', ['kill', ...lost]);
    await eventually('three ready pods on two nodes', runningMs, async () => {
      // The lost pod itself goes later: nobody is there to confirm that its containers have ended.
      const pods = (await cluster.pods('app=echo')).filter(({ metadata }) => metadata.deletionTimestamp === '');
      if (pods.length !== 3 || !pods.every(isPodReady)) throw new Error('not three ready pods yet');
      if (pods.some(({ spec }) => spec.nodeName === 'node-1')) throw new Error('a pod is still bound to node-1');
    });
    console.log(`      node loss to 3 ready elsewhere: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    await cluster.readyPods('app=echo', 3, runningMs);
    await eventually('the service answers through another node', 30_000, () => servesAll(3, 1));
    const { code, stdout } = await cluster.kuorum(['status']);
    expect(code).to.equal(1);
    expect(stdout)
      .to.match(/node-1 +node +\d+ +dead/)
      .and.match(/node-1 +NotReady/);
  });

  it('the node comes back Ready and removes what is no longer its own', async () => {
    await cluster.start('node-1');
    await eventually('node-1 is Ready', runningMs, async () => {
      const client = cluster.apiClient();
      const node = await client
        .resource('Node')
        .get('', 'node-1')
        .finally(() => client.close());
      if (!isConditionTrue(node.status.conditions, 'Ready')) throw new Error('not Ready');
    });
    await eventually('no container stays on node-1', runningMs, async () => {
      const left = await cluster.containers(['label=kuorum.io/node=node-1'], true);
      if (left.length > 0) throw new Error(`${left.length} containers`);
    });
  });

  it('scales 3 → 6 → 1 → 0', async () => {
    for (const replicas of [6, 1, 0]) {
      await cluster.mustKuorum(['scale', 'rc/echo', `--replicas=${replicas}`]);
      await cluster.readyPods('app=echo', replicas, 90_000);
      await eventually(`${replicas} containers run`, runningMs, async () => {
        const running = await cluster.containers();
        if (running.length !== replicas) throw new Error(`${running.length} run`);
      });
    }
  });

  it('finds all its data again after down and up', async () => {
    await cluster.mustKuorum(['scale', 'rc/echo', '--replicas=2']);
    const before = await cluster.readyPods('app=echo', 2, runningMs);
    await cluster.mustKuorum(['down']);
    expect(await cluster.containers([], true)).to.deep.equal([]);
    await cluster.mustKuorum(['up', '--detach'], { timeoutMs: 120_000 });
    const after = await cluster.readyPods('app=echo', 2, 90_000);
    expect(after.map(({ metadata }) => metadata.uid).sort()).to.deep.equal(
      before.map(({ metadata }) => metadata.uid).sort(),
    );
    await eventually('the service answers', 30_000, () => servesAll(2));
  });

  it('delete leaves no pod and no container', async () => {
    expect(await cluster.mustKuorum(['delete', '-f', sample('echo.yaml')])).to.match(
      /"echo" deleted\n.*"echo" deleted/,
    );
    await cluster.readyPods('app=echo', 0, runningMs);
    await eventually('no container is left', runningMs, async () => {
      const left = await cluster.containers([], true);
      if (left.length > 0) throw new Error(`${left.length} containers`);
    });
  });

  it('down cleans up after nodes that were killed: containers and service addresses', async () => {
    await cluster.mustKuorum(['apply', '-f', sample('echo.yaml')]);
    await cluster.readyPods('app=echo', 3, runningMs);
    await eventually('the ClusterIP is on lo', 30_000, () => expect(cluster.serviceAddresses()).to.have.length(1));
    for (const { name } of cluster.config.nodes) await cluster.kill(name);
    expect(await cluster.containers()).to.have.length(3);
    await cluster.mustKuorum(['down']);
    expect(await cluster.containers([], true)).to.deep.equal([]);
    expect(cluster.serviceAddresses()).to.deep.equal([]);
  });

  async function servesAll(count: number, node = 0): Promise<void> {
    const pods = await cluster.pods('app=echo');
    const names = new Set<string>();
    for (let i = 0; i < 3 * count; i++) names.add(podThatAnswered(await httpGet(nodeIp(node), nodePort), pods));
    if (names.size !== count) throw new Error(`${names.size} of ${count} pods answered`);
  }
});

/** The compose cluster does what a local one does, on nodes that each have a Docker Engine of their own. */
import { isConditionTrue } from '@kuorum/api';
import { expect } from 'chai';
import { mustRun } from '../support/commands.js';
import { eventually } from '../support/eventually.js';
import { httpGet, podThatAnswered, sample } from '../support/local-cluster.js';
import { ComposeCluster, composeDownTimeoutMs, composeUpTimeoutMs } from './compose-cluster.js';

const requests = 300;
const runningMs = 40_000;

describe('the compose cluster', function () {
  this.timeout(120_000);
  this.bail(true);
  const cluster = new ComposeCluster(`kuorum-test-${process.pid}`);

  before(async function () {
    this.timeout(composeUpTimeoutMs + 10_000);
    await cluster.up();
  });

  after(async function () {
    this.timeout(composeDownTimeoutMs + 10_000);
    expect(await cluster.down(), 'left by compose-down.sh').to.deep.equal([]);
  });

  it('runs the sample on three nodes', async () => {
    await cluster.kuorum('apply', '-f', sample('echo.yaml'));
    const pods = await cluster.readyPods('app=echo', 3, runningMs);
    expect(pods.map(({ spec }) => spec.nodeName).sort()).to.deep.equal(['node1', 'node2', 'node3']);
    expect(pods.map(({ status }) => status.phase)).to.deep.equal(['Running', 'Running', 'Running']);
  });

  it('gives each node its own range of pod addresses', async () => {
    const pods = await cluster.readyPods('app=echo', 3, runningMs);
    const ranges = pods.map(({ status }) => status.podIP.split('.').slice(0, 3).join('.'));
    expect(new Set(ranges)).to.have.length(3);
    for (const range of ranges) expect(range).to.match(/^10\.244\./);
  });

  it('spreads requests to one node over the pods of all nodes', async () => {
    const pods = await cluster.readyPods('app=echo', 3, runningMs);
    const { host, port } = cluster.nodePort;
    await eventually('the NodePort answers', runningMs, () => httpGet(host, port));
    const answers = new Map<string, number>();
    for (let i = 0; i < requests; i++) {
      const name = podThatAnswered(await httpGet(host, port), pods);
      answers.set(name, (answers.get(name) ?? 0) + 1);
    }
    expect([...answers.keys()].sort()).to.deep.equal(pods.map(({ metadata }) => metadata.name).sort());
    for (const [name, count] of answers) expect(count, name).to.be.within(80, 120);
  });

  it('lets a pod reach a pod of another node by its own address', async () => {
    const [from, to] = await cluster.readyPods('app=echo', 3, runningMs);
    const node = await cluster.container(from?.spec.nodeName ?? '');
    const containers = ['ps', '-q', '--filter', `label=kuorum.io/pod-name=${from?.metadata.name}`];
    const [container = ''] = (await mustRun('docker', ['exec', node, 'docker', ...containers])).split('\n');
    const script = `fetch('http://${to?.status.podIP}:8080/').then((r) => r.text()).then((t) => console.log(t))`;
    const answer = await mustRun('docker', ['exec', node, 'docker', 'exec', container, 'node', '-e', script]);
    expect(answer).to.include(to?.metadata.name);
  });

  it('runs the pods of a killed node elsewhere, and takes the node back', async () => {
    const node3 = await cluster.container('node3');
    await mustRun('docker', ['kill', node3]);
    const pods = await cluster.readyPods('app=echo', 3, runningMs, 'node3');
    const { host, port } = cluster.nodePort;
    for (let i = 0; i < pods.length * 2; i++) podThatAnswered(await httpGet(host, port), pods);

    await mustRun('docker', ['start', node3]);
    await eventually('node3 is Ready again', runningMs, () =>
      cluster.withClient(async (client) => {
        const { status } = await client.resource('Node').get('', 'node3');
        if (!isConditionTrue(status.conditions, 'Ready')) throw new Error('node3 is not Ready');
      }),
    );
  });
});

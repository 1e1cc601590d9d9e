/** The compose cluster does what a local one does, on nodes that each have a Docker Engine of their own. */
import { isConditionTrue } from '@kuorum/api';
import { statSync } from 'node:fs';
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

  it('answers nobody without a certificate, and nobody in plaintext: neither an apiserver nor the store', async () => {
    const table: readonly [who: string, answer: string, expected: RegExp][] = [
      ['the administrator, at an apiserver', await cluster.askApiserver(cluster.tls('admin')), /^answered$/],
      [
        'nobody, at an apiserver',
        await cluster.askApiserver(cluster.tls(undefined)),
        /^pods is forbidden: User "system:anonymous"/,
      ],
      [
        'in plaintext, at an apiserver',
        await cluster.askApiserver(),
        /the server ended the connection; it may speak TLS/,
      ],
      [
        "the store's administrator, at the store",
        await cluster.askStore(cluster.tls('etcd/admin', 'etcd/ca')),
        /^answered$/,
      ],
      [
        'nobody, at the store',
        await cluster.askStore(cluster.tls(undefined, 'etcd/ca')),
        /the server wants a certificate/,
      ],
      [
        "the cluster's administrator, at the store",
        await cluster.askStore(cluster.tls('admin', 'etcd/ca')),
        /it may not accept this client's certificate/,
      ],
      ['in plaintext, at the store', await cluster.askStore(), /the server ended the connection; it may speak TLS/],
    ];
    for (const [who, answer, expected] of table) expect(answer, who).to.match(expected);
  });

  it('gives each container its own keys only, and nobody the key of an authority', async () => {
    const keysOf = async (service: string): Promise<string[]> => {
      const find = ['find', '/', '/etc/kuorum', '-xdev', '-name', '*.key'];
      const found = await mustRun('docker', ['exec', await cluster.container(service), ...find]);
      return [...new Set(found.split('\n').filter((file) => file !== ''))].sort();
    };
    const etc = (...names: string[]): string[] => names.map((name) => `/etc/kuorum/pki/${name}.key`);
    expect({
      n1: await keysOf('n1'),
      node1: await keysOf('node1'),
      scheduler: await keysOf('scheduler'),
    }).to.deep.equal({
      n1: etc('etcd/n1-peer', 'etcd/n1'),
      node1: etc('nodes/node1', 'proxy'),
      scheduler: etc('scheduler'),
    });
    const { mode } = statSync(cluster.adminFile('kubeconfig/admin.conf'));
    expect(mode & 0o777, "the administrator's kubeconfig").to.equal(0o600);
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

/** What nodes and pods use: made of what kubelets say, whatever they say, without asking them too often. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { make, type ApiStatusError, type Node, type Pod } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { askKubeletBy } from '../dist/server/kubelet-connection.js';
import { durationText, Metrics } from '../dist/server/metrics-service.js';
import { NodeUsages } from '../dist/server/node-usages.js';
import { readSummary } from '../dist/server/kubelet-summary.js';
import { Harness, podOf } from './harness.js';

const time = '2026-01-02T03:04:05.678Z';

function usage(millis: number, mebibytes: number, windowMilliseconds = 15_040): object {
  return {
    cpu: { time, usageNanoCores: millis * 1e6, usageCoreNanoSeconds: 1, windowMilliseconds },
    memory: { time, workingSetBytes: mebibytes * 2 ** 20 },
  };
}

function summary(...pods: object[]): object {
  return { node: { nodeName: 'any', ...usage(1500, 2048) }, pods };
}

function podStats({ metadata }: Pod, containers: Readonly<Record<string, object>>): object {
  const { namespace, name, uid } = metadata;
  const list = Object.entries(containers).map(([container, used]) => ({ name: container, ...used }));
  return { podRef: { namespace, name, uid }, containers: list };
}

describe('metrics', () => {
  const harness = new Harness();
  type Answer = (request: IncomingMessage, response: ServerResponse) => void;
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  let web: Pod;
  let two: Pod;

  const says =
    (body: object): Answer =>
    (_, response) =>
      response.end(JSON.stringify(body));
  const fail = (error: unknown): string => (error as ApiStatusError).reason;

  /** A node whose kubelet does as `answers` says; `ready: 'Unknown'` has fallen silent. */
  const addNode = async (name: string, ready: 'True' | 'Unknown' = 'True'): Promise<Node> => {
    const kubelet = createServer((request, response) => {
      asked.push(`${name} ${request.url ?? ''}`);
      answers.get(name)?.(request, response);
    });
    await new Promise<void>((resolve) => kubelet.listen(0, '127.0.0.1', resolve));
    harness.cleanup.add(() => kubelet.closeAllConnections());
    harness.cleanup.add(() => kubelet.close());
    const { port: Port } = kubelet.address() as AddressInfo;
    const status = {
      addresses: [{ type: 'InternalIP' as const, address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port } },
      conditions: [{ type: 'Ready', status: ready }],
    };
    return harness.client.resource('Node').create(make('Node', { metadata: { name, labels: { name } }, status }));
  };
  const addPod = (name: string, nodeName: string, namespace = 'default'): Promise<Pod> =>
    harness.client.pods.create(
      podOf(name, { metadata: { name, namespace, labels: { app: name } }, spec: { nodeName } }),
    );

  before(async () => {
    await harness.start();
    await addNode('node-1');
    await addNode('node-2');
    web = await addPod('web', 'node-1');
    two = await addPod('two', 'node-2', 'kube-system');
    await addPod('fresh', 'node-1');
    await addPod('stranger', 'node-2');
    await harness.client.pods.create(podOf('pending'));
    await eventually(async () =>
      expect((await harness.client.pods.list({ resourceVersion: '0' })).items).to.have.length(5),
    );
  });
  after(() => harness.stop());

  it('are those of pods that are on the node which tells of them, and of nodes; each kubelet is asked once in a while', async () => {
    answers.set(
      'node-1',
      says(summary(podStats(web, { main: usage(250, 64), side: usage(0, 1, 20_000) }), { podRef: {}, containers: [] })),
    );
    const ofStranger = podStats(await harness.client.pods.get('default', 'stranger'), { main: usage(9, 9) });
    answers.set(
      'node-2',
      says(summary(podStats(two, { main: usage(1, 2) }), podStats(web, { main: usage(9, 9) }), ofStranger)),
    );
    const { items, warnings } = await harness.client.metrics.pods();
    expect(warnings).to.deep.equal([]);
    const first = items.find(({ metadata }) => metadata.name === 'web');
    expect(first).to.deep.include({
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'PodMetrics',
      timestamp: '2026-01-02T03:04:05Z',
      window: '20s',
      containers: [
        { name: 'main', usage: { cpu: '250m', memory: '64Mi' } },
        { name: 'side', usage: { cpu: '0', memory: '1Mi' } },
      ],
    });
    expect(first?.metadata).to.deep.include({ namespace: 'default', name: 'web', labels: { app: 'web' } });
    expect(items.map(({ metadata }) => metadata.name)).to.deep.equal(['stranger', 'web', 'two']);
    const flood = await Promise.all(Array.from({ length: 50 }, () => harness.client.metrics.nodes()));
    expect(flood[49]?.items.map(({ metadata, window, usage: used }) => [metadata.name, window, used])).to.deep.equal([
      ['node-1', '15.04s', { cpu: '1500m', memory: '2Gi' }],
      ['node-2', '15.04s', { cpu: '1500m', memory: '2Gi' }],
    ]);
    expect(asked.sort()).to.deep.equal(['node-1 /stats/summary', 'node-2 /stats/summary']);
  });

  it('are selected by namespace, labels and name, and kubelets of other nodes are left alone', async () => {
    const names = async (selection: object): Promise<string[]> =>
      (await harness.client.metrics.pods(selection)).items.map(({ metadata }) => metadata.name);
    expect(await names({ namespace: 'kube-system' })).to.deep.equal(['two']);
    expect(await names({ labelSelector: 'app in (web, stranger)' })).to.have.members(['web', 'stranger']);
    expect(await names({ namespace: 'default', fieldSelector: 'metadata.name=web' })).to.deep.equal(['web']);
    expect(await names({ labelSelector: 'app=fresh' }), 'not measured yet').to.deep.equal([]);
    const nodes = await harness.client.metrics.nodes({ labelSelector: 'name=node-2' });
    expect(nodes.items.map(({ metadata }) => metadata.name)).to.deep.equal(['node-2']);
    expect(await harness.client.metrics.pods({ labelSelector: 'a b' }).catch(fail)).to.equal('BadRequest');
    expect(await harness.client.metrics.pods({ namespace: 'a/b' }).catch(fail)).to.equal('BadRequest');
  });

  it('leave out nodes that cannot be asked, and say why', async () => {
    await addNode('node-silent', 'Unknown');
    await addNode('node-broken');
    await addNode('node-confused');
    await addNode('node-young');
    await harness.client.resource('Node').create(make('Node', { metadata: { name: 'node-nowhere' } }));
    answers.set('node-broken', (request) => request.destroy());
    answers.set('node-confused', (_, response) => response.writeHead(503).end('container runtime is down\n'));
    answers.set('node-young', says({ node: { cpu: {} } }));
    await eventually(async () =>
      expect((await harness.client.resource('Node').list({ resourceVersion: '0' })).items).to.have.length(7),
    );
    asked.splice(0);
    const { items, warnings } = await harness.client.metrics.nodes();
    expect(items.map(({ metadata }) => metadata.name)).to.deep.equal(['node-1', 'node-2']);
    const expected: readonly [string, RegExp][] = [
      ['node-broken', /cannot reach its kubelet: socket hang up/],
      ['node-confused', /its kubelet answered 503: container runtime is down/],
      ['node-nowhere', /does not say where its kubelet is reached/],
      ['node-silent', /it does not report, so its kubelet is not asked/],
      ['node-young', /it has not been measured for long enough/],
    ];
    for (const [name, why] of expected) {
      expect(warnings.filter((line) => line.startsWith(`node ${name}: `)).join(), name).to.match(why);
    }
    expect(warnings).to.have.length(expected.length);
    expect(asked.some((line) => line.startsWith('node-silent'))).to.equal(false);
  });
});

describe('metrics of a node whose kubelet is slow', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('are not waited for, and are there for who asks later', async () => {
    const clock = new VirtualClock();
    const kubelet = createServer((_, response) => (answer = () => response.end(JSON.stringify(summary()))));
    let answer: (() => void) | undefined;
    await new Promise<void>((resolve) => kubelet.listen(0, '127.0.0.1', resolve));
    cleanup.add(() => kubelet.closeAllConnections());
    cleanup.add(() => kubelet.close());
    const { port: Port } = kubelet.address() as AddressInfo;
    const addresses = [{ type: 'InternalIP' as const, address: '127.0.0.1' }];
    const status = { addresses, daemonEndpoints: { kubeletEndpoint: { Port } } };
    const node = make('Node', { metadata: { name: 'slow', uid: 'u' }, status });
    const metrics = new Metrics({ list: () => [node], askKubelet: askKubeletBy(undefined), clock });
    const all = make('ListNodeMetricsRequest', {});
    const { signal } = new AbortController();
    const early = metrics.ofNodes(all, signal);
    await eventually(() => expect(answer).not.to.equal(undefined));
    clock.advance(3_500);
    expect((await early).warnings).to.deep.equal(['node slow: its kubelet has not answered within 3500 ms']);
    const late = metrics.ofNodes(all, signal);
    answer?.();
    expect((await late).items).to.have.length(1);
    await eventually(() => expect(clock.pending, 'timers').to.equal(0));
  });
});

describe('metrics of a node whose kubelet begins to answer and does not go on', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  for (const status of [200, 500]) {
    it(`are given up after 10 s, and the connection with them: ${status}`, async () => {
      const clock = new VirtualClock();
      let closed = false;
      const kubelet = createServer((_, response) => {
        response.on('close', () => (closed = true));
        response.writeHead(status).write('{');
      });
      await new Promise<void>((resolve) => kubelet.listen(0, '127.0.0.1', resolve));
      cleanup.add(() => kubelet.closeAllConnections());
      cleanup.add(() => kubelet.close());
      const { port: Port } = kubelet.address() as AddressInfo;
      const addresses = [{ type: 'InternalIP' as const, address: '127.0.0.1' }];
      const node = make('Node', {
        metadata: { name: 'slow', uid: 'u' },
        status: { addresses, daemonEndpoints: { kubeletEndpoint: { Port } } },
      });
      let begun = false;
      const usages = new NodeUsages(
        (options, onResponse) =>
          askKubeletBy(undefined)(options, (response) => {
            begun = true;
            onResponse(response);
          }),
        clock,
      );
      const answer = usages.of(node);
      await eventually(() => expect(begun).to.equal(true));
      clock.advance(10_000);
      expect(await answer).to.deep.equal({ problem: 'cannot reach its kubelet: no answer within 10000 ms' });
      await eventually(() => expect(closed).to.equal(true));
      await eventually(() => expect(clock.pending, 'timers').to.equal(0));
    });
  }
});

describe("a kubelet's summary", () => {
  const read = (body: unknown): unknown => {
    try {
      const { node, pods } = readSummary(typeof body === 'string' ? body : JSON.stringify(body));
      return [node !== undefined, [...pods.keys()]];
    } catch (error) {
      return (error as Error).message;
    }
  };
  const pod = (containers: unknown): object => ({ podRef: { uid: 'u' }, containers });
  const lying = { cpu: { time, usageNanoCores: -1, windowMilliseconds: 1 }, memory: { workingSetBytes: 1 } };
  const rows: readonly [what: string, body: unknown, expected: unknown][] = [
    ['nothing', '', 'Unexpected end of JSON input'],
    ['no summary', [], 'its summary tells nothing of the node'],
    ['no pods', { node: usage(1, 1) }, [true, []]],
    ['pods that are no list', { node: {}, pods: { length: 7 } }, [false, []]],
    ['a pod', { node: {}, pods: [pod([{ name: 'a', ...usage(1, 1) }])] }, [false, ['u']]],
    ['a pod without containers', { node: {}, pods: [pod([]), pod(undefined), null, 7] }, [false, []]],
    [
      'a container without a rate',
      { node: {}, pods: [pod([{ name: 'a', ...usage(1, 1) }, { name: 'b' }])] },
      [false, []],
    ],
    ['a rate below zero', { node: lying, pods: [pod([{ name: 'a', ...lying }])] }, [false, []]],
    [
      'a time that is none',
      { node: { ...lying, cpu: { time: 'now', usageNanoCores: 1, windowMilliseconds: 1 } } },
      [false, []],
    ],
  ];
  for (const [what, body, expected] of rows) {
    it(`with ${what}`, () => {
      expect(read(body)).to.deep.equal(expected);
    });
  }
});

describe('a window', () => {
  const rows: readonly [number, string][] = [
    [15_040, '15.04s'],
    [1_000, '1s'],
    [60_000, '1m0s'],
    [61_001, '1m1.001s'],
    [7_203_000, '2h0m3s'],
  ];
  for (const [ms, text] of rows) it(`of ${ms} ms is ${text}`, () => expect(durationText(ms)).to.equal(text));
});

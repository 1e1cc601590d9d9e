/** `kuorum top`: kubectl's columns, figures and words. */
import { make, methodNotAllowed, type NodeMetrics, type PodMetrics } from '@kuorum/api';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { topCommand } from '../dist/commands/top.js';
import { capturedEnv, run, type Ran } from './harness.js';

const nowMs = Date.parse('2026-01-01T01:00:00Z');

describe('kuorum top', () => {
  let api: FakeApi;
  const top = (...args: string[]): Promise<Ran> =>
    run(topCommand, capturedEnv(api.client, { nowMs: () => nowMs }), args);
  const lines = async (...args: string[]): Promise<string[]> => {
    const { out, err, status } = await top(...args);
    expect({ err, status }).to.deep.equal({ err: '', status: 0 });
    return out.trimEnd().split('\n');
  };
  const used = (cpu: string, memory: string): Record<string, string> => ({ cpu, memory });
  const podMetrics = (namespace: string, name: string, ...containers: [string, string, string][]): PodMetrics =>
    make('PodMetrics', {
      metadata: { namespace, name, labels: { app: name } },
      containers: containers.map(([container, cpu, memory]) => ({ name: container, usage: used(cpu, memory) })),
    });
  const nodeMetrics = (name: string, cpu: string, memory: string): NodeMetrics =>
    make('NodeMetrics', { metadata: { name, labels: { disk: name } }, usage: used(cpu, memory) });
  const seedPod = (name: string, phase: 'Running' | 'Pending' | 'Succeeded', startTime = ''): void => {
    const metadata = { name, namespace: 'default', creationTimestamp: '2026-01-01T00:50:00Z' };
    api.seed('Pod', make('Pod', { metadata, status: { phase, startTime } }));
  };

  beforeEach(() => {
    api = createFakeApi();
    const status = { capacity: { cpu: '4', memory: '8Gi' }, allocatable: { cpu: '2', memory: '4Gi' } };
    for (const name of ['node-1', 'node-2', 'node-3']) api.seed('Node', make('Node', { metadata: { name }, status }));
    api.metrics.nodes.push(nodeMetrics('node-2', '1990000001n', '1Gi'), nodeMetrics('node-1', '250m', '3Gi'));
    api.metrics.pods.push(
      podMetrics('default', 'web', ['side', '1n', '1Mi'], ['main', '20m', '10485759']),
      podMetrics('default', 'db', ['main', '5m', '512Mi']),
      podMetrics('kube-system', 'dns', ['main', '0', '0']),
    );
  });

  it('node: of what pods may use, and what was not measured as unknown', async () => {
    expect(await lines('node')).to.deep.equal([
      'NAME     CPU(cores)   CPU(%)      MEMORY(bytes)   MEMORY(%)',
      'node-1   250m         12%         3072Mi          75%',
      'node-2   1991m        99%         1024Mi          25%',
      'node-3   <unknown>    <unknown>   <unknown>       <unknown>',
    ]);
    const ofCapacity = await lines('nodes', '--show-capacity', '--no-headers', '--sort-by=cpu');
    expect(ofCapacity.slice(0, 2)).to.deep.equal([
      'node-2   1991m       49%         1024Mi      12%',
      'node-1   250m        6%          3072Mi      37%',
    ]);
  });

  it('node: one, or by labels', async () => {
    expect((await lines('no', 'node-1')).slice(1)).to.deep.equal([
      'node-1   250m         12%      3072Mi          75%',
    ]);
    expect((await top('node', 'nope')).err).to.equal('Error from server (NotFound): nodes "nope" not found\n');
    expect((await top('node', 'node-1', '-l', 'a=b')).err).to.match(/only one of NAME or a selector/);
  });

  it('pod: of the namespace, of all, of one', async () => {
    expect(await lines('pod')).to.deep.equal([
      'NAME   CPU(cores)   MEMORY(bytes)',
      'db     5m           512Mi',
      'web    21m          10Mi',
    ]);
    expect(await lines('pods', '-A', '--sort-by=memory')).to.deep.equal([
      'NAMESPACE     NAME   CPU(cores)   MEMORY(bytes)',
      'default       db     5m           512Mi',
      'default       web    21m          10Mi',
      'kube-system   dns    0m           0Mi',
    ]);
    expect(await lines('po', 'web', '--no-headers')).to.deep.equal(['web   21m   10Mi']);
    expect(await lines('pod', '-l', 'app=db', '--no-headers')).to.deep.equal(['db    5m    512Mi']);
  });

  it('pod: by containers, with their sum', async () => {
    expect(await lines('pod', '--containers', '--sort-by=cpu', '--sum')).to.deep.equal([
      'POD   NAME   CPU(cores)   MEMORY(bytes)',
      'web   main   20m          9Mi',
      'web   side   1m           1Mi',
      'db    main   5m           512Mi',
      '             ________     ________',
      '             26m          522Mi',
    ]);
  });

  it('tells what could not be measured on standard error', async () => {
    api.metrics.warnings.push('node node-3: cannot reach its kubelet');
    const { out, err, status } = await top('pod');
    expect(out.split('\n')).to.have.length(4);
    expect({ err, status }).to.deep.equal({ err: 'Warning: node node-3: cannot reach its kubelet\n', status: 0 });
  });

  const nothing: readonly [what: string, prepare: () => void, args: string[], err: string, status: number][] = [
    ['no pods', () => undefined, ['pod'], 'No resources found in default namespace.', 0],
    ['no pods anywhere', () => undefined, ['pod', '-A'], 'No resources found', 0],
    ['no such pod', () => undefined, ['pod', 'x'], 'Error from server (NotFound): pods "x" not found', 1],
    [
      'pods that have just begun',
      () => seedPod('x', 'Running', '2026-01-01T00:59:00Z'),
      ['pod'],
      'error: metrics not available yet',
      1,
    ],
    ['a pod that waits', () => seedPod('x', 'Pending'), ['pod', 'x'], 'error: metrics not available yet', 1],
    [
      'a pod that has run for long',
      () => seedPod('x', 'Running', '2026-01-01T00:50:00Z'),
      ['pod', 'x'],
      'error: Metrics not available for pod default/x, age: 10m',
      1,
    ],
    [
      'pods that have ended',
      () => seedPod('x', 'Succeeded', '2026-01-01T00:50:00Z'),
      ['pod'],
      'error: metrics not available: no container of these pods runs any more',
      1,
    ],
    ['nodes of which none was measured', () => undefined, ['node'], 'error: metrics not available yet', 1],
    [
      'an order that there is not',
      () => undefined,
      ['pod', '--sort-by', 'disk'],
      'error: --sort-by accepts only cpu or memory',
      1,
    ],
    [
      'a server without metrics',
      () => (api.client.metrics.pods = () => Promise.reject(methodNotAllowed('no such method'))),
      ['pod'],
      'error: Metrics API not available: the API server is of a version that has none',
      1,
    ],
  ];
  for (const [what, prepare, args, expected, code] of nothing) {
    it(`says it well when there is ${what}`, async () => {
      api.metrics.nodes.splice(0);
      api.metrics.pods.splice(0);
      prepare();
      const { out, err, status } = await top(...args);
      expect(err).to.include(expected);
      expect({ out, status }).to.deep.equal({ out: '', status: code });
    });
  }
});

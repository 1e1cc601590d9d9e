/** Why a pod waits: for every filter that the scheduler has, what it refuses, what would help, and that both say the same. */
import { Xoshiro128 } from '@kuorum/base';
import { make, type DeepPartial, type Node, type Pod } from '@kuorum/api';
import { ClusterState, defaultFilters, schedule } from '@kuorum/scheduler';
import { expect } from 'chai';
import { schedulingText } from '../dist/print/describe-scheduling.js';

interface Case {
  readonly filter: string;
  readonly title: string;
  readonly pod?: DeepPartial<Pod['spec']>;
  readonly nodes: readonly Node[];
  readonly running?: readonly Pod[];
  /** How many nodes are left after the filter, and what it refused. */
  readonly row: string;
  readonly advice: readonly string[];
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

function node(
  name: string,
  spec: DeepPartial<Node['spec']> = {},
  { ready = 'True', cpu = '2', pods = '10', labels = {} }: NodeWish = {},
): Node {
  const amounts = { cpu, memory: '4Gi', pods };
  const conditions = [{ type: 'Ready', status: ready }];
  return make('Node', { metadata: { name, labels }, spec, status: { conditions, allocatable: amounts } });
}

interface NodeWish {
  readonly ready?: 'True' | 'False' | 'Unknown';
  readonly cpu?: string;
  readonly pods?: string;
  readonly labels?: Record<string, string>;
}

function pod(name: string, spec: DeepPartial<Pod['spec']> = {}, cpu = '1', memory = '1Gi'): Pod {
  const containers = [{ name: 'c', image: 'i', resources: { requests: { cpu, memory } } }];
  return make('Pod', { metadata: { name, namespace: 'default', uid: name }, spec: { containers, ...spec } });
}

const taint = (key: string, value: string, effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule'): object => ({
  taints: [{ key, value, effect }],
});

const cases: readonly Case[] = [
  {
    filter: 'NodeUnschedulable',
    title: 'a node is cordoned',
    nodes: [node('a', { unschedulable: true })],
    row: '0 of 1  1 node(s) were unschedulable',
    advice: ['a takes no new pods: kuorum uncordon NAME'],
  },
  {
    filter: 'NodeReady',
    title: 'nodes are not ready, or silent',
    nodes: [node('a', {}, { ready: 'False' }), node('b', {}, { ready: 'Unknown' })],
    row: '0 of 2  2 node(s) were not ready',
    advice: ['a, b are not ready: kuorum describe node NAME tells why'],
  },
  {
    filter: 'TaintToleration',
    title: 'taints are not tolerated, one of them is',
    pod: { tolerations: [{ key: 'gpu', operator: 'Exists' }] },
    nodes: [
      node('a', taint('only', 'us', 'NoSchedule')),
      node('b', {
        taints: [
          { key: 'gpu', value: 'big', effect: 'NoSchedule' },
          { key: 'drain', effect: 'NoExecute' },
        ],
      }),
      node('c', taint('only', 'us', 'NoSchedule')),
    ],
    row: '0 of 3  2 node(s) had untolerated taint {only: us}, 1 node(s) had untolerated taint {drain: }',
    advice: [
      'Add a toleration of only=us:NoSchedule to the pod, or take it off a, c: kuorum taint node NAME only=us:NoSchedule-',
      'Add a toleration of drain:NoExecute to the pod, or take it off b: kuorum taint node NAME drain:NoExecute-',
    ],
  },
  {
    filter: 'NodeAffinity',
    title: 'a label of the node selector is on no node',
    pod: { nodeSelector: { disk: 'ssd' } },
    nodes: [node('a'), node('b', {}, { labels: { disk: 'hdd' } })],
    row: "0 of 2  2 node(s) didn't match Pod's node affinity/selector",
    advice: ['No label disk=ssd on a, b: kuorum label node NAME disk=ssd'],
  },
  {
    filter: 'NodeAffinity',
    title: 'no term of the required node affinity matches',
    pod: {
      affinity: {
        nodeAffinity: {
          [required]: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['x'] }] }] },
        },
      },
    },
    nodes: [node('a', {}, { labels: { zone: 'y' } })],
    row: "0 of 1  1 node(s) didn't match Pod's node affinity/selector",
    advice: ["No term of the pod's required node affinity matches a"],
  },
  {
    filter: 'NodeResourcesFit',
    title: 'other pods have taken the processor',
    nodes: [node('a')],
    running: [pod('other', { nodeName: 'a' }, '1500m')],
    row: '0 of 1  1 Insufficient cpu',
    advice: ['It asks for cpu 1, memory 1Gi. Free on', '  a: cpu 500m, memory 3Gi, 9 pods'],
  },
  {
    filter: 'NodeResourcesFit',
    title: 'a node is too small in itself, another is full of pods',
    nodes: [node('a', {}, { cpu: '500m' }), node('b', {}, { pods: '0' })],
    row: '0 of 2  1 Insufficient cpu, 1 Too many pods',
    advice: [
      'It asks for cpu 1, memory 1Gi. Free on',
      '  a: cpu 500m, memory 4Gi, 10 pods',
      '  b: cpu 2, memory 4Gi, 0 pods',
      'It would not fit there even with no other pods: a',
    ],
  },
  ...[
    { affinity: { podAntiAffinity: { [required]: [{ topologyKey: 'kubernetes.io/hostname' }] } } },
    { affinity: { podAffinity: { [required]: [{ topologyKey: 'kubernetes.io/hostname' }] } } },
  ].map((spec): Case => ({
    filter: 'Unsupported',
    title: `required ${Object.keys(spec.affinity).join()} is not judged yet`,
    pod: spec,
    nodes: [node('a')],
    row: `0 of 1  1 node(s) could not be judged: the scheduler does not support spec.affinity.${Object.keys(spec.affinity).join()}.${required}`,
    advice: ['Nothing can judge that yet: ask for it as preferred, or with ScheduleAnyway, or take it out'],
  })),
  {
    filter: 'Unsupported',
    title: 'spreading is insisted on',
    pod: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }] },
    nodes: [node('a')],
    row: '0 of 1  1 node(s) could not be judged: the scheduler does not support spec.topologySpreadConstraints[0] (DoNotSchedule)',
    advice: ['Nothing can judge that yet: ask for it as preferred, or with ScheduleAnyway, or take it out'],
  },
];

describe('describe of a pod that waits, by the filter that keeps it waiting', () => {
  for (const { filter, title, pod: spec = {}, nodes, running = [], row, advice } of cases) {
    it(`${filter}: ${title}`, () => {
      const waiting = pod('web', spec);
      const state = new ClusterState();
      for (const each of nodes) state.setNode(each);
      for (const each of running) state.setPod(each);
      const text = schedulingText(waiting, state.nodes(), defaultFilters);
      const [, , ...rest] = text.split('\n').map((line) => line.slice(2));
      const table = rest.slice(0, defaultFilters.findIndex(({ name }) => name === filter) + 1);
      expect(table.at(-1)?.replaceAll(/ {3,}/g, '  '), text).to.equal(`${filter}  ${row}`);
      for (const line of table.slice(0, -1)) expect(line, 'a filter before').to.match(/^\w+ +(\d+) of \1$/);
      expect(rest.slice(table.length)).to.deep.equal(advice);
      const decision = schedule(waiting, state, new Xoshiro128(1));
      const reasons = row
        .replace(/^.*?  /, '')
        .split(', ')
        .sort()
        .join(', ');
      expect(decision).to.deep.equal({
        type: 'unschedulable',
        message: `0/${nodes.length} nodes are available: ${reasons}.`,
      });
    });
  }

  it('is told for every filter that can refuse a pod without a node', () => {
    const told = new Set(cases.map(({ filter }) => filter));
    // A pod that names its node is bound to it.
    expect(defaultFilters.map(({ name }) => name).filter((name) => !told.has(name))).to.deep.equal(['NodeName']);
  });
});

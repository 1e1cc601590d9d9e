import { Xoshiro128 } from '@kuorum/base';
import type { Node, Pod } from '@kuorum/api';
import { expect } from 'chai';
import { ClusterState, schedule, type Decision } from '@kuorum/scheduler';
import { node, pod } from './objects.js';

function decide(wanted: Pod, nodes: readonly Node[], running: readonly Pod[] = [], seed = 1): Decision {
  const state = new ClusterState();
  for (const each of nodes) state.setNode(each);
  for (const each of running) state.setPod(each);
  return schedule(wanted, state, new Xoshiro128(seed));
}

function nodeOf(decision: Decision): string {
  return decision.type === 'scheduled' ? decision.nodeName : `(${decision.message})`;
}

describe('schedule: absurd amounts', () => {
  it('finds a place on nodes that say they have more than a number can hold', () => {
    const digits = '9'.repeat(400);
    const nodes = ['a', 'b'].map((name) => node(name, { cpu: digits, memory: digits }));
    expect(nodeOf(decide(pod('p', { cpu: '1' }), nodes))).to.match(/^[ab]$/);
    expect(nodeOf(decide(pod('p', { cpu: digits, memory: digits }), nodes))).to.match(/^[ab]$/);
  });
});

describe('schedule: why a pod stays pending', () => {
  const cases: { title: string; pod: Pod; nodes: Node[]; running?: Pod[]; message: string }[] = [
    { title: 'there is no node', pod: pod('p'), nodes: [], message: 'no nodes available to schedule pods' },
    {
      title: 'each node for its own reason, equal reasons counted together',
      pod: pod('p', { cpu: '5' }),
      nodes: [node('a'), node('b', { cordoned: true }), node('c', { cordoned: true })],
      message: '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.',
    },
    {
      title: 'cpu and memory both lack',
      pod: pod('p', { cpu: '2500m', memory: '6Gi' }),
      nodes: [node('a', { cpu: '2', memory: '4Gi' })],
      message: '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory.',
    },
    {
      title: 'running pods have taken what there was',
      pod: pod('p', { cpu: '1' }),
      nodes: [node('a', { cpu: '2' })],
      running: [pod('q', { cpu: '1500m', node: 'a', phase: 'Running' })],
      message: '0/1 nodes are available: 1 Insufficient cpu.',
    },
    {
      title: 'a terminating pod still holds its share',
      pod: pod('p', { cpu: '1' }),
      nodes: [node('a', { cpu: '1' })],
      running: [pod('q', { cpu: '1', node: 'a', deleting: true })],
      message: '0/1 nodes are available: 1 Insufficient cpu.',
    },
    {
      title: 'the node is full of pods',
      pod: pod('p'),
      nodes: [node('a', { pods: '1' })],
      running: [pod('q', { node: 'a' })],
      message: '0/1 nodes are available: 1 Too many pods.',
    },
    {
      title: 'nodes are not ready, or say nothing of it',
      pod: pod('p'),
      nodes: [node('a', { ready: 'False' }), node('b', { ready: 'Unknown' }), node('c', { ready: 'none' })],
      message: '0/3 nodes are available: 3 node(s) were not ready.',
    },
    {
      title: 'taints are not tolerated',
      pod: pod('p', { tolerations: [{ key: 'gpu', operator: 'Equal', value: 'small', effect: 'NoSchedule' }] }),
      nodes: [
        node('a', { taints: [{ key: 'gpu', value: 'big', effect: 'NoSchedule' }] }),
        node('b', { taints: [{ key: 'drain', effect: 'NoExecute' }] }),
      ],
      message:
        '0/2 nodes are available: 1 node(s) had untolerated taint {drain: }, 1 node(s) had untolerated taint {gpu: big}.',
    },
    {
      title: 'no node has the labels asked for',
      pod: pod('p', { selector: { disk: 'ssd' } }),
      nodes: [node('a', { labels: { disk: 'hdd' } }), node('b')],
      message: "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
    },
  ];
  for (const { title, pod: wanted, nodes, running, message } of cases) {
    it(title, () => {
      expect(decide(wanted, nodes, running)).to.deep.equal({ type: 'unschedulable', message });
    });
  }

  it('keeps the message short when every node has a reason of its own', () => {
    const nodes = Array.from({ length: 30 }, (_, i) =>
      node(`n${i}`, { taints: [{ key: `team-${i}`, effect: 'NoSchedule' }] }),
    );
    const decision = decide(pod('p'), nodes);
    expect(nodeOf(decision)).to.match(/14 other reasons\.\)$/);
  });
});

describe('schedule: where a pod goes', () => {
  const cases: { title: string; pod: Pod; nodes: Node[]; running?: Pod[]; goesTo: string }[] = [
    {
      title: 'the only node that fits',
      pod: pod('p', { cpu: '3' }),
      nodes: [node('a', { cpu: '2' }), node('b')],
      goesTo: 'b',
    },
    {
      title: 'exactly what is left still fits',
      pod: pod('p', { cpu: '1' }),
      nodes: [node('a', { cpu: '2' })],
      running: [pod('q', { cpu: '1', node: 'a' })],
      goesTo: 'a',
    },
    {
      title: 'a finished pod has given its share back',
      pod: pod('p', { cpu: '1' }),
      nodes: [node('a', { cpu: '1' })],
      running: [pod('q', { cpu: '1', node: 'a', phase: 'Succeeded' })],
      goesTo: 'a',
    },
    {
      title: 'the least allocated node',
      pod: pod('p', { cpu: '500m' }),
      nodes: [node('a'), node('b')],
      running: [pod('q', { cpu: '3', node: 'a' }), pod('r', { cpu: '1', node: 'b' })],
      goesTo: 'b',
    },
    {
      title: 'pods that ask for nothing still count as load',
      pod: pod('p'),
      nodes: [node('a'), node('b')],
      running: [pod('q', { node: 'a' }), pod('r', { node: 'a' }), pod('s', { node: 'b' })],
      goesTo: 'b',
    },
    {
      title: 'away from replicas of the same controller, though that node has more load',
      pod: pod('p', { owner: 'web' }),
      nodes: [node('a'), node('b')],
      running: [
        pod('q', { owner: 'web', node: 'a' }),
        pod('r', { owner: 'db', node: 'b' }),
        pod('s', { owner: 'db', node: 'b' }),
      ],
      goesTo: 'b',
    },
    {
      title: 'away from pods with the same labels, when nothing controls them',
      pod: pod('p', { labels: { app: 'web' } }),
      nodes: [node('a'), node('b')],
      running: [pod('q', { labels: { app: 'web' }, node: 'a' }), pod('r', { node: 'b' }), pod('s', { node: 'b' })],
      goesTo: 'b',
    },
    {
      title: 'the node without the taint it would rather avoid',
      pod: pod('p'),
      nodes: [node('a', { taints: [{ key: 'old', effect: 'PreferNoSchedule' }] }), node('b')],
      running: [pod('q', { node: 'b' }), pod('r', { node: 'b' })],
      goesTo: 'b',
    },
    {
      title: 'a tainted node that it tolerates',
      pod: pod('p', { tolerations: [{ key: 'gpu', operator: 'Exists' }] }),
      nodes: [node('a', { taints: [{ key: 'gpu', value: 'big', effect: 'NoSchedule' }] })],
      goesTo: 'a',
    },
    {
      title: 'a cordoned and unready node, for a pod that tolerates everything',
      pod: pod('p', { tolerations: [{ operator: 'Exists' }] }),
      nodes: [node('a', { cordoned: true, ready: 'Unknown' })],
      goesTo: 'a',
    },
  ];
  for (const { title, pod: wanted, nodes, running, goesTo } of cases) {
    it(title, () => {
      for (const seed of [1, 2, 3]) expect(nodeOf(decide(wanted, nodes, running, seed))).to.equal(goesTo);
    });
  }

  it('spreads 9 replicas over 3 equal nodes, 3 each, whatever the seed', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const state = new ClusterState();
      for (const name of ['a', 'b', 'c']) state.setNode(node(name));
      const prng = new Xoshiro128(seed);
      const counts = new Map<string, number>();
      for (let i = 0; i < 9; i++) {
        const replica = pod(`web-${i}`, { owner: 'web' });
        const nodeName = nodeOf(schedule(replica, state, prng));
        state.assume(replica, nodeName);
        counts.set(nodeName, (counts.get(nodeName) ?? 0) + 1);
      }
      expect([...counts.values()], `seed ${seed}`).to.deep.equal([3, 3, 3]);
    }
  });

  it('gives the same answer for the same seed, whatever order the nodes came in', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const forward = names.map((name) => node(name));
    const backward = [...forward].reverse();
    const picked = new Set<string>();
    for (let seed = 1; seed <= 30; seed++) {
      const there = nodeOf(decide(pod('p'), forward, [], seed));
      expect(nodeOf(decide(pod('p'), backward, [], seed))).to.equal(there);
      picked.add(there);
    }
    expect(picked.size, 'ties are shared').to.be.greaterThan(1);
  });
});

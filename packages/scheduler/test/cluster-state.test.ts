import { Xoshiro128 } from '@kuorum/base';
import { keyOf } from '@kuorum/api';
import { expect } from 'chai';
import { addResources, ClusterState, noResources, schedule } from '@kuorum/scheduler';
import { node, pod } from './objects.js';

/** Checks what the class promises of itself. */
function checkInvariants(state: ClusterState): void {
  const seen = new Set<string>();
  for (const info of state.nodes()) {
    let requested = noResources;
    for (const [key, each] of info.pods) {
      expect(seen.has(key), `${key} is on one node only`).to.equal(false);
      seen.add(key);
      requested = addResources(requested, each.request);
    }
    expect(info.requested).to.deep.equal(requested);
    for (const count of info.groupCounts.values()) expect(count).to.be.greaterThan(0);
  }
}

describe('ClusterState', () => {
  let state: ClusterState;
  const pending = pod('p', { cpu: '1' });
  const bound = pod('p', { cpu: '1', node: 'a' });
  const cpuOn = (name: string): number | undefined => state.node(name)?.requested.cpuMillis;

  beforeEach(() => {
    state = new ClusterState();
    state.setNode(node('a'));
    state.setNode(node('b'));
  });

  it('counts an assumed pod at once, and once only when the watch confirms it', () => {
    state.assume(pending, 'a');
    expect(cpuOn('a')).to.equal(1000);
    state.setPod(bound);
    expect(cpuOn('a')).to.equal(1000);
    expect(state.isAssumed(pending)).to.equal(false);
  });

  it('keeps the assumption when the watch still shows the pod pending', () => {
    state.assume(pending, 'a');
    state.setPod(pod('p', { cpu: '1', labels: { touched: 'yes' } }));
    expect(state.isAssumed(pending)).to.equal(true);
    expect(cpuOn('a')).to.equal(1000);
  });

  it('counts on after a pod that asked for more than there is anywhere, which somebody bound by hand', () => {
    const digits = '9'.repeat(400);
    state.setPod(pod('big', { cpu: digits, memory: digits, node: 'a' }));
    state.setPod(pod('small', { cpu: '500m', memory: '64Mi', node: 'a' }));
    state.removePod('default/big');
    checkInvariants(state);
    expect(state.node('a')?.requested).to.deep.equal({ cpuMillis: 500, memoryBytes: 64 * 2 ** 20, pods: 1 });
    const decision = schedule(pending, state, new Xoshiro128(1));
    expect(decision.type).to.equal('scheduled');
  });

  it('gives the room back when the bind failed', () => {
    state.assume(pending, 'a');
    state.forget(pending);
    expect(cpuOn('a')).to.equal(0);
  });

  it('believes the watch over a late failure of the bind', () => {
    state.assume(pending, 'a');
    state.setPod(pod('p', { cpu: '1', node: 'b' }));
    state.forget(pending);
    expect([cpuOn('a'), cpuOn('b')]).to.deep.equal([0, 1000]);
  });

  it('drops the assumption with the pod, and when another pod has taken its name', () => {
    state.assume(pending, 'a');
    state.removePod(keyOf(pending));
    expect(cpuOn('a')).to.equal(0);
    state.assume(pending, 'a');
    state.setPod(pod('p', { uid: 'another' }));
    expect(cpuOn('a')).to.equal(0);
  });

  it('remembers the pods of a node that comes later, or comes back', () => {
    state.setPod(pod('q', { cpu: '2', node: 'c' }));
    expect(state.node('c')).to.equal(undefined);
    state.setNode(node('c'));
    expect(cpuOn('c')).to.equal(2000);
    state.removeNode('c');
    expect(state.nodes().map((info) => info.node.metadata.name)).to.have.members(['a', 'b']);
    state.setNode(node('c'));
    expect(cpuOn('c')).to.equal(2000);
  });

  it('keeps its invariants over any order of changes', () => {
    const prng = new Xoshiro128(7);
    const names = Array.from({ length: 12 }, (_, i) => `p${i}`);
    const nodes = ['a', 'b', 'c', ''];
    for (let step = 0; step < 2000; step++) {
      const name = names[prng.int(names.length)] as string;
      const where = nodes[prng.int(nodes.length)] as string;
      const each = pod(name, { cpu: `${100 + prng.int(3) * 50}m`, node: where, owner: `o${prng.int(2)}` });
      switch (prng.int(6)) {
        case 0:
          state.removePod(keyOf(each));
          break;
        case 1:
          state.forget(each);
          break;
        case 2:
          if (where === '') break;
          state.removePod(keyOf(each));
          state.assume(each, where);
          break;
        case 3:
          if (where !== '') state.setNode(node(where));
          break;
        case 4:
          if (where === 'c') state.removeNode(where);
          break;
        default:
          state.setPod(each);
      }
      checkInvariants(state);
    }
  });
});

import { findCondition, isPodReady, setCondition, type Node, type Pod } from '@kuorum/api';
import {
  noNodeLifecycleMemory,
  notReadyConditions,
  planNodeLifecycle,
  unknownConditions,
  type NodeLifecycleMemory,
} from '@kuorum/controllers';
import { expect } from 'chai';
import { epoch, node, pod, type NodeText, type PodText } from './objects.js';

const times = { gracePeriodMs: 8000, evictionTimeoutMs: 5000, forceDeleteTimeoutMs: 4000 };

/**
 * A cluster in which time goes second by second. Kubelets that are up renew their lease each second and make their node
 * Ready; what the plan says is done at once and written down as `12 evict web-1`.
 */
class Cluster {
  seconds = 0;
  readonly log: string[] = [];
  private readonly nodes = new Map<string, Node>();
  private pods: Pod[] = [];
  private readonly renewTimes = new Map<string, string>();
  private readonly down = new Set<string>();
  private memory: NodeLifecycleMemory = noNodeLifecycleMemory;

  constructor(count: number) {
    for (let i = 1; i <= count; i++) {
      const name = `n${i}`;
      this.addNode(name);
      this.addPod(`p${i}`, { node: name });
    }
  }

  addNode(name: string, text: NodeText = {}): void {
    this.nodes.set(name, node(name, text));
  }

  addPod(name: string, text: PodText): void {
    this.pods.push(pod(name, { ready: true, ...text }));
  }

  kill(...names: string[]): void {
    for (const name of names) this.down.add(name);
  }

  revive(...names: string[]): void {
    for (const name of names) this.down.delete(name);
  }

  restartController(): void {
    this.memory = noNodeLifecycleMemory;
  }

  /** The controller does not run for so long; kubelets do. */
  freeze(seconds: number): void {
    this.seconds += seconds - 1;
    this.heartbeats();
  }

  run(seconds: number): this {
    for (let i = 0; i < seconds; i++) {
      this.seconds++;
      this.heartbeats();
      this.look();
    }
    return this;
  }

  readyOf(name: string): string | undefined {
    return findCondition(this.nodes.get(name)?.status.conditions ?? [], 'Ready')?.status;
  }

  private heartbeats(): void {
    for (const [name, each] of this.nodes) {
      if (this.down.has(name)) continue;
      this.renewTimes.set(name, String(this.seconds));
      const ready = findCondition(each.status.conditions, 'Ready')?.status;
      if (ready === 'Unknown') this.nodes.set(name, node(name));
    }
  }

  private look(): void {
    const plan = planNodeLifecycle(this.memory, {
      nodes: [...this.nodes.values()],
      renewTimes: this.renewTimes,
      podsOf: (name) => this.pods.filter(({ spec }) => spec.nodeName === name),
      nowMs: this.seconds * 1000,
      wallMs: Date.parse(epoch) + this.seconds * 1000,
      times,
    });
    this.memory = plan.memory;
    for (const action of plan.actions) {
      const about = action.type === 'markUnknown' ? action.node : action.pod;
      this.log.push(`${this.seconds} ${action.type} ${about.metadata.name}`);
      if (action.type === 'markUnknown') {
        const conditions = unknownConditions(action.node, epoch);
        this.nodes.set(action.node.metadata.name, { ...action.node, status: { ...action.node.status, conditions } });
      } else {
        this.change(action.pod, action.type);
      }
    }
  }

  private change(target: Pod, what: 'markPodNotReady' | 'evict' | 'forceDelete'): void {
    this.pods = this.pods.flatMap((each) => {
      if (each.metadata.uid !== target.metadata.uid) return [each];
      if (what === 'forceDelete') return [];
      const status = { ...each.status, conditions: notReadyConditions(each, epoch) };
      if (what === 'markPodNotReady') return [{ ...each, status }];
      return [{ ...each, metadata: { ...each.metadata, deletionTimestamp: epoch } }];
    });
  }
}

describe('planNodeLifecycle', () => {
  it('leaves a healthy cluster alone', () => {
    expect(new Cluster(3).run(100).log).to.deep.equal([]);
  });

  it('goes from silence to Unknown, to eviction, to removal', () => {
    const cluster = new Cluster(3).run(10);
    cluster.kill('n1');
    cluster.run(30);
    expect(cluster.log).to.deep.equal([
      '19 markUnknown n1',
      '20 markPodNotReady p1',
      '24 evict p1',
      '29 forceDelete p1',
    ]);
  });

  it('does nothing more to a node that came back in time', () => {
    const cluster = new Cluster(3).run(10);
    cluster.kill('n1');
    cluster.run(12);
    cluster.revive('n1');
    cluster.run(30);
    expect(cluster.log).to.deep.equal(['19 markUnknown n1', '20 markPodNotReady p1']);
    expect(cluster.readyOf('n1')).to.equal('True');
  });

  it('evicts from two nodes of three: few nodes are never called a disruption', () => {
    const cluster = new Cluster(3).run(10);
    cluster.kill('n1', 'n2');
    cluster.run(30);
    expect(cluster.log).to.include.members(['24 evict p1', '24 evict p2']);
  });

  it('never evicts from the only node', () => {
    const cluster = new Cluster(1).run(10);
    cluster.kill('n1');
    cluster.run(100);
    expect(cluster.log).to.deep.equal(['19 markUnknown n1']);
  });

  it('evicts nobody when all nodes are lost, and lets their pods stay ready', () => {
    const cluster = new Cluster(3).run(10);
    cluster.kill('n1', 'n2', 'n3');
    cluster.run(100);
    expect(cluster.log).to.deep.equal(['19 markUnknown n1', '19 markUnknown n2', '19 markUnknown n3']);
  });

  it('evicts nobody when most of many nodes are lost', () => {
    const cluster = new Cluster(5).run(10);
    cluster.kill('n1', 'n2', 'n3');
    cluster.run(100);
    expect(cluster.log.filter((line) => line.includes('evict'))).to.deep.equal([]);
  });

  it('gives nodes that are still lost a new timeout when the others come back', () => {
    const cluster = new Cluster(3).run(10);
    cluster.kill('n1', 'n2', 'n3');
    cluster.run(50);
    cluster.revive('n3');
    cluster.run(3);
    cluster.revive('n2');
    cluster.run(20);
    expect(cluster.log.filter((line) => line.includes('evict'))).to.deep.equal(['66 evict p1']);
  });

  it('gives everybody a full grace after its own restart', () => {
    const cluster = new Cluster(3).run(10);
    cluster.kill('n1', 'n2', 'n3');
    cluster.run(1);
    cluster.restartController();
    cluster.run(8);
    expect(cluster.log).to.deep.equal([]);
  });

  it('does not hold its own standstill against anybody', () => {
    const cluster = new Cluster(3).run(10);
    cluster.kill('n1');
    cluster.run(3);
    cluster.freeze(60);
    cluster.run(4);
    expect(cluster.log).to.deep.equal([]);
    cluster.run(3);
    expect(cluster.log).to.deep.equal(['79 markUnknown n1']);
  });

  it('gives the others a fresh grace when the first is heard after nobody was', () => {
    const cluster = new Cluster(3).run(10);
    cluster.kill('n1', 'n2', 'n3');
    cluster.run(7);
    cluster.revive('n3');
    cluster.run(2);
    cluster.revive('n2');
    cluster.run(6);
    expect(cluster.log, 'n1 was not heard for 15 s, 7 of them by nobody').to.deep.equal([]);
    cluster.run(2);
    expect(cluster.log).to.deep.equal(['27 markUnknown n1']);
  });

  it('heeds tolerations', () => {
    const cluster = new Cluster(3);
    const unreachable = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' } as const;
    cluster.addPod('patient', { node: 'n1', tolerations: [{ ...unreachable, tolerationSeconds: 12 }] });
    cluster.addPod('loyal', { node: 'n1', tolerations: [unreachable] });
    cluster.addPod('hasty', { node: 'n1', tolerations: [{ ...unreachable, tolerationSeconds: 0 }] });
    cluster.run(10);
    cluster.kill('n1');
    cluster.run(60);
    expect(cluster.log.filter((line) => line.includes('evict'))).to.deep.equal([
      '20 evict hasty',
      '24 evict p1',
      '31 evict patient',
    ]);
  });

  it('evicts, but removes nothing by force, when the kubelet says that its node is not ready', () => {
    const cluster = new Cluster(3);
    cluster.addNode('n1', { ready: 'False' });
    cluster.run(60);
    expect(cluster.log).to.deep.equal(['6 evict p1']);
  });

  it('removes pods by force that people deleted on a lost node', () => {
    const cluster = new Cluster(3);
    cluster.addPod('deleted', { node: 'n1', deleting: true });
    cluster.run(10);
    cluster.kill('n1');
    cluster.run(30);
    expect(cluster.log).to.include('24 forceDelete deleted');
  });

  it('leaves finished pods where they are', () => {
    const cluster = new Cluster(3);
    cluster.addPod('done', { node: 'n1', phase: 'Succeeded', ready: false });
    cluster.run(10);
    cluster.kill('n1');
    cluster.run(60);
    expect(cluster.log.join()).to.not.include('done');
  });

  it('drives pods off a node with a NoExecute taint that they do not tolerate', () => {
    const cluster = new Cluster(3);
    const taint = { key: 'maintenance', effect: 'NoExecute', timeAdded: epoch } as const;
    cluster.addNode('n1', { taints: [taint] });
    cluster.addPod('tolerant', { node: 'n1', tolerations: [{ key: 'maintenance', operator: 'Exists' }] });
    const briefly = { key: 'maintenance', operator: 'Exists', tolerationSeconds: 7 } as const;
    cluster.addPod('brief', { node: 'n1', tolerations: [briefly] });
    cluster.run(20);
    expect(cluster.log).to.deep.equal(['1 evict p1', '7 evict brief']);
  });
});

describe('what the node lifecycle writes', () => {
  it('makes everything the kubelet said unknown, and keeps when it was last heard', () => {
    const conditions = unknownConditions(node('a'), '2026-01-01T00:01:00Z');
    expect(conditions.map(({ type, status }) => `${type}=${status}`)).to.deep.equal([
      'Ready=Unknown',
      'DiskPressure=Unknown',
    ]);
    expect(conditions[0]).to.include({ reason: 'NodeStatusUnknown', lastHeartbeatTime: epoch });
    expect(conditions[0]?.lastTransitionTime).to.equal('2026-01-01T00:01:00Z');
  });

  it('says that a node was never heard', () => {
    const silent = node('a');
    silent.status.conditions = [];
    expect(unknownConditions(silent, epoch)[0]).to.include({ type: 'Ready', reason: 'NodeStatusNeverUpdated' });
  });

  it('says so once: what it says again has not changed since', () => {
    const lost = node('a');
    const first = unknownConditions(lost, '2026-01-01T00:01:00Z');
    lost.status.conditions = first;
    expect(unknownConditions(lost, '2026-01-01T00:02:00Z')).to.deep.equal(first);
    const unheard = pod('p', { node: 'a', ready: true });
    const before = notReadyConditions(unheard, '2026-01-01T00:01:00Z');
    unheard.status.conditions = before;
    expect(notReadyConditions(unheard, '2026-01-01T00:02:00Z')).to.deep.equal(before);
  });

  it('takes the readiness of a pod away and nothing else', () => {
    const running = pod('p', { node: 'a', ready: true });
    running.status.conditions = setCondition(running.status.conditions, { type: 'X', status: 'True' }, epoch);
    const conditions = notReadyConditions(running, epoch);
    expect(isPodReady({ ...running, status: { ...running.status, conditions } })).to.equal(false);
    expect(findCondition(conditions, 'X')?.status).to.equal('True');
  });
});

/** The Node object of this kubelet: what it registers and what it reports. Pure. */
import { make, setCondition, type Node, type NodeStatus } from '@kuorum/api';

export interface NodeFacts {
  readonly name: string;
  readonly ip: string;
  readonly hostname: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly capacity: Readonly<Record<string, string>>;
  /** Port of the kubelet's own server. */
  readonly kubeletPort: number;
  readonly info: NonNullable<NodeStatus['nodeInfo']>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly reason: string;
  readonly message: string;
}

/** Labels that every node has, beside its own. */
export function nodeLabels(facts: NodeFacts): Record<string, string> {
  return {
    'kubernetes.io/hostname': facts.name,
    'kubernetes.io/os': facts.info.operatingSystem,
    'kubernetes.io/arch': facts.info.architecture,
    ...facts.labels,
  };
}

export function newNode(facts: NodeFacts): Node {
  return make('Node', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: facts.name, labels: nodeLabels(facts) },
  });
}

/** The node with our labels on it, or undefined when it has them. Other people's labels stay. */
export function withLabels(node: Node, facts: NodeFacts): Node | undefined {
  const wanted = Object.entries(nodeLabels(facts));
  if (wanted.every(([key, value]) => node.metadata.labels[key] === value)) return undefined;
  return {
    ...node,
    metadata: { ...node.metadata, labels: { ...node.metadata.labels, ...Object.fromEntries(wanted) } },
  };
}

export function nodeStatus(previous: NodeStatus, facts: NodeFacts, readiness: Readiness, now: string): NodeStatus {
  const { ready, reason, message } = readiness;
  const condition = {
    type: 'Ready',
    status: ready ? 'True' : 'False',
    reason,
    message,
    lastHeartbeatTime: now,
  } as const;
  return {
    capacity: { ...facts.capacity },
    allocatable: { ...facts.capacity },
    conditions: setCondition(previous.conditions, condition, now),
    addresses: [
      { type: 'InternalIP', address: facts.ip },
      { type: 'Hostname', address: facts.hostname },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: facts.kubeletPort } },
    nodeInfo: facts.info,
  };
}

/** Short ways to say pods and nodes in tables. */
import { make, type DeepPartial, type Node, type Pod, type Taint, type Toleration } from '@kuorum/api';

export interface PodSpecText {
  readonly namespace?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly node?: string;
  readonly owner?: string;
  readonly labels?: Record<string, string>;
  readonly selector?: Record<string, string>;
  readonly tolerations?: DeepPartial<Toleration>[];
  readonly phase?: Pod['status']['phase'];
  readonly deleting?: boolean;
  readonly uid?: string;
  readonly created?: string;
}

export function pod(name: string, spec: PodSpecText = {}): Pod {
  const requests: Record<string, string> = {};
  if (spec.cpu !== undefined) requests['cpu'] = spec.cpu;
  if (spec.memory !== undefined) requests['memory'] = spec.memory;
  const owner = spec.owner;
  return make('Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: spec.namespace ?? 'default',
      uid: spec.uid ?? `uid-${name}`,
      labels: spec.labels ?? {},
      creationTimestamp: spec.created ?? '2026-01-01T00:00:00Z',
      deletionTimestamp: spec.deleting === true ? '2026-01-01T00:01:00Z' : '',
      ownerReferences:
        owner === undefined
          ? []
          : [{ apiVersion: 'v1', kind: 'ReplicationController', name: owner, uid: `uid-${owner}`, controller: true }],
    },
    spec: {
      containers: [{ name: 'main', image: 'kuorum/echo', resources: { requests } }],
      nodeName: spec.node ?? '',
      nodeSelector: spec.selector ?? {},
      tolerations: spec.tolerations ?? [],
    },
    status: { phase: spec.phase ?? 'Pending' },
  });
}

export interface NodeSpecText {
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly ready?: 'True' | 'False' | 'Unknown' | 'none';
  readonly cordoned?: boolean;
  readonly labels?: Record<string, string>;
  readonly taints?: DeepPartial<Taint>[];
}

export function node(name: string, spec: NodeSpecText = {}): Node {
  const { cpu = '4', memory = '8Gi', pods = '110', ready = 'True' } = spec;
  return make('Node', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, labels: { 'kubernetes.io/hostname': name, ...spec.labels } },
    spec: { unschedulable: spec.cordoned ?? false, taints: spec.taints ?? [] },
    status: {
      capacity: { cpu, memory, pods },
      allocatable: { cpu, memory, pods },
      conditions: ready === 'none' ? [] : [{ type: 'Ready', status: ready }],
    },
  });
}

/** Short ways to say objects in tables. */
import {
  make,
  ownerReference,
  type DeepPartial,
  type Node,
  type OwnerReference,
  type Pod,
  type ReplicationController,
  type Service,
  type Taint,
  type Toleration,
} from '@kuorum/api';

export const epoch = '2026-01-01T00:00:00Z';

/** `after(5)` is five seconds after {@link epoch}. */
export function after(seconds: number): string {
  return new Date(Date.parse(epoch) + seconds * 1000).toISOString();
}

export interface PodText {
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly node?: string;
  readonly owner?: ReplicationController;
  readonly owners?: OwnerReference[];
  readonly phase?: Pod['status']['phase'];
  readonly ready?: boolean;
  readonly readySince?: string;
  readonly ip?: string;
  readonly deleting?: boolean;
  readonly restarts?: number;
  readonly created?: string;
  readonly uid?: string;
  readonly tolerations?: DeepPartial<Toleration>[];
  readonly ports?: { name: string; containerPort: number }[];
  readonly finalizers?: string[];
}

export function pod(name: string, text: PodText = {}): Pod {
  const { owner, ready = false, node = '' } = text;
  const owners = text.owners ?? (owner === undefined ? [] : [ownerReference('ReplicationController', owner)]);
  return make('Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: text.namespace ?? 'default',
      uid: text.uid ?? `uid-${name}`,
      labels: text.labels ?? (owner === undefined ? {} : owner.spec.selector),
      creationTimestamp: text.created ?? epoch,
      deletionTimestamp: text.deleting === true ? after(30) : '',
      ...(text.deleting === true ? { deletionGracePeriodSeconds: 30 } : {}),
      ownerReferences: owners,
      finalizers: text.finalizers ?? [],
    },
    spec: {
      containers: [{ name: 'main', image: 'kuorum/echo', ports: text.ports ?? [] }],
      nodeName: node,
      tolerations: text.tolerations ?? [],
      terminationGracePeriodSeconds: 30,
    },
    status: {
      phase: text.phase ?? (node === '' ? 'Pending' : 'Running'),
      podIP: text.ip ?? '',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: text.readySince ?? epoch }],
      containerStatuses: [{ name: 'main', restartCount: text.restarts ?? 0 }],
    },
  });
}

export function replicationController(
  name: string,
  replicas: number,
  partial: DeepPartial<ReplicationController> = {},
): ReplicationController {
  const labels = { app: name };
  return make('ReplicationController', {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    ...partial,
    metadata: { name, namespace: 'default', uid: `uid-${name}`, generation: 1, ...partial.metadata },
    spec: {
      replicas,
      selector: labels,
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'kuorum/echo' }] } },
      ...partial.spec,
    },
  });
}

export function service(name: string, partial: DeepPartial<Service['spec']> = {}): Service {
  return make('Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default', uid: `uid-svc-${name}` },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }], ...partial },
  });
}

export interface NodeText {
  readonly ready?: 'True' | 'False' | 'Unknown';
  readonly podCIDR?: string;
  readonly taints?: DeepPartial<Taint>[];
}

export function node(name: string, { ready = 'True', podCIDR = '', taints = [] }: NodeText = {}): Node {
  return make('Node', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}` },
    spec: { podCIDR, taints },
    status: {
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      conditions: [
        { type: 'Ready', status: ready, lastHeartbeatTime: epoch, lastTransitionTime: epoch },
        { type: 'DiskPressure', status: 'False', lastHeartbeatTime: epoch, lastTransitionTime: epoch },
      ],
    },
  });
}

/** What the contract of every kind is tried with: a small valid object, a change that it allows, a status. */
import type { DeepPartial, KindName, Kinds } from '@kuorum/api';

export interface ContractRow<K extends KindName> {
  /** Without name and namespace. */
  readonly object: DeepPartial<Kinds[K]>;
  /** A merge patch of what its owner may change; of the spec where there is one. */
  readonly change: DeepPartial<Kinds[K]>;
  /** An update must say which version it is of, as with the same kinds of Kubernetes. */
  readonly conditional?: true;
  /** Another status than that of a new object, for kinds that have one. */
  readonly status?: object;
}

const labels = { app: 'web' };
const containers = [{ name: 'main', image: 'kuorum/echo:1' }];
const template = { metadata: { labels }, spec: { containers } };
const selector = { matchLabels: labels };
const once = { spec: { containers, restartPolicy: 'Never' as const } };
const lastTransitionTime = '2026-01-01T00:00:00Z';
const condition = { type: 'Checked', status: 'True' as const, reason: 'Looked', lastTransitionTime };
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'jane' }];
const otherSubjects = [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'writers' }];

export const contractRows: { readonly [K in KindName]: ContractRow<K> } = {
  // A namespace has nothing in its spec that may change before it is deleted.
  Namespace: { object: {}, change: { metadata: { labels: { team: 'a' } } }, status: { phase: 'Terminating' } },
  Node: { object: {}, change: { spec: { unschedulable: true } }, status: { capacity: { cpu: '4' } } },
  Pod: {
    object: { spec: { containers } },
    change: { spec: { containers: [{ name: 'main', image: 'kuorum/echo:2' }] } },
    status: { phase: 'Running', podIP: '10.0.0.1' },
  },
  ReplicationController: {
    object: { spec: { selector: labels, template } },
    change: { spec: { replicas: 3 } },
    status: { replicas: 1 },
  },
  Service: {
    object: { spec: { ports: [{ port: 80 }] } },
    change: { spec: { selector: labels } },
    status: { conditions: [condition] },
  },
  Endpoints: {
    object: { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] },
    change: { subsets: [{ addresses: [{ ip: '10.0.0.2' }], ports: [{ port: 80 }] }] },
  },
  Event: {
    object: { involvedObject: { kind: 'Pod', name: 'web' }, reason: 'Started', type: 'Normal', count: 1 },
    change: { count: 2 },
  },
  Lease: { object: { spec: { holderIdentity: 'a' } }, change: { spec: { holderIdentity: 'b' } }, conditional: true },
  ReplicaSet: {
    object: { spec: { selector, template } },
    change: { spec: { replicas: 3 } },
    status: { replicas: 1, readyReplicas: 1, observedGeneration: 1 },
  },
  Deployment: {
    object: { spec: { selector, template } },
    change: { spec: { replicas: 3, strategy: { rollingUpdate: { maxSurge: 2 } } } },
    status: { replicas: 1, updatedReplicas: 1, collisionCount: 1, conditions: [condition] },
  },
  DaemonSet: {
    object: { spec: { selector, template } },
    change: { spec: { minReadySeconds: 5 } },
    status: { desiredNumberScheduled: 2, numberReady: 1 },
  },
  Job: {
    object: { spec: { template: once } },
    change: { spec: { parallelism: 2, suspend: true } },
    status: { active: 1, startTime: '2026-01-01T00:00:00Z' },
  },
  CronJob: {
    object: { spec: { schedule: '@daily', jobTemplate: { spec: { template: once } } } },
    change: { spec: { schedule: '0 4 * * *', suspend: true } },
    status: { lastScheduleTime: '2026-01-01T00:00:00Z', active: [{ kind: 'Job', name: 'web-1' }] },
  },
  PodDisruptionBudget: {
    object: { spec: { minAvailable: 1, selector } },
    change: { spec: { minAvailable: '50%' } },
    status: { disruptionsAllowed: 1, disruptedPods: { web: '2026-01-01T00:00:00Z' } },
    conditional: true,
  },
  HorizontalPodAutoscaler: {
    object: { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 } },
    change: { spec: { maxReplicas: 5 } },
    status: { currentReplicas: 2, desiredReplicas: 3 },
  },
  ConfigMap: { object: { data: { a: '1' } }, change: { data: { a: '2' } } },
  Secret: { object: { data: { a: Buffer.from('1') } }, change: { stringData: { b: '2' } } },
  ServiceAccount: { object: {}, change: { automountServiceAccountToken: false } },
  PriorityClass: { object: { value: 100 }, change: { description: 'of some weight' } },
  Role: { object: { rules }, change: { rules: [{ ...rules[0], verbs: ['get', 'list'] }] } },
  ClusterRole: { object: { rules }, change: { rules: [{ ...rules[0], verbs: ['get', 'list'] }] } },
  RoleBinding: {
    object: { subjects, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' } },
    change: { subjects: otherSubjects },
  },
  ClusterRoleBinding: {
    object: { subjects, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' } },
    change: { subjects: otherSubjects },
  },
};

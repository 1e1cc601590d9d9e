/**
 * Roles and bindings that are always there, by Kubernetes' names. `admin`, `edit` and `view` are for people, bound by
 * whoever runs the cluster; those of components hold what the component's code calls and nothing more.
 */
import {
  make,
  type ClusterRole,
  type ClusterRoleBinding,
  type DeepPartial,
  type PolicyRule,
  type Role,
  type RoleBinding,
  type Subject,
} from '@kuorum/api';
import { notCovered } from './rules.js';
import { authenticatedGroup, mastersGroup, unauthenticatedGroup } from '../user.js';

/** Says no to the server's mending of a role or binding: `false`. */
export const autoupdateAnnotation = 'rbac.authorization.kubernetes.io/autoupdate';

const rbacGroup = 'rbac.authorization.k8s.io';
const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];

function allow(
  verbs: readonly string[],
  apiGroup: string,
  resources: readonly string[],
  names: readonly string[] = [],
): PolicyRule {
  return make('PolicyRule', {
    verbs: [...verbs],
    apiGroups: [apiGroup],
    resources: [...resources],
    resourceNames: [...names],
  });
}

function visit(...nonResourceURLs: string[]): PolicyRule {
  return make('PolicyRule', { verbs: ['get'], nonResourceURLs });
}

const recordEvents = allow(['create', 'patch', 'update'], '', ['events']);

const viewed: readonly PolicyRule[] = [
  allow(read, '', [
    'configmaps',
    'endpoints',
    'events',
    'namespaces',
    'pods',
    'pods/log',
    'pods/status',
    'replicationcontrollers',
    'replicationcontrollers/scale',
    'replicationcontrollers/status',
    'serviceaccounts',
    'services',
    'services/status',
  ]),
  allow(read, 'apps', [
    'daemonsets',
    'daemonsets/status',
    'deployments',
    'deployments/scale',
    'deployments/status',
    'replicasets',
    'replicasets/scale',
    'replicasets/status',
  ]),
  allow(read, 'batch', ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status']),
  allow(read, 'autoscaling', ['horizontalpodautoscalers', 'horizontalpodautoscalers/status']),
  allow(read, 'policy', ['poddisruptionbudgets', 'poddisruptionbudgets/status']),
  allow(read, 'metrics.k8s.io', ['nodes', 'pods']),
];

/** Endpoints are not in it: whoever writes them leads the traffic of a service elsewhere. */
const edited: readonly PolicyRule[] = [
  ...viewed,
  allow(read, '', ['pods/exec', 'pods/portforward', 'secrets']),
  allow(write, '', [
    'configmaps',
    'events',
    'pods',
    'pods/exec',
    'pods/portforward',
    'replicationcontrollers',
    'replicationcontrollers/scale',
    'secrets',
    'serviceaccounts',
    'services',
  ]),
  allow(['create'], '', ['pods/eviction', 'serviceaccounts/token']),
  allow(write, 'apps', ['daemonsets', 'deployments', 'deployments/scale', 'replicasets', 'replicasets/scale']),
  allow(write, 'batch', ['cronjobs', 'jobs']),
  allow(write, 'autoscaling', ['horizontalpodautoscalers']),
  allow(write, 'policy', ['poddisruptionbudgets']),
  allow([...read, ...write], 'coordination.k8s.io', ['leases']),
];

const administered: readonly PolicyRule[] = [
  ...edited,
  allow([...read, ...write], rbacGroup, ['roles', 'rolebindings']),
];

const clusterRoleRules: Readonly<Record<string, readonly PolicyRule[]>> = {
  'cluster-admin': [allow(['*'], '*', ['*']), make('PolicyRule', { verbs: ['*'], nonResourceURLs: ['*'] })],
  admin: administered,
  edit: edited,
  view: viewed,
  'system:basic-user': [
    allow(['create'], 'authorization.k8s.io', ['selfsubjectaccessreviews', 'selfsubjectrulesreviews']),
    allow(['create'], 'authentication.k8s.io', ['selfsubjectreviews']),
  ],
  'system:discovery': [visit('/healthz', '/livez', '/readyz', '/version', '/version/')],
  'system:public-info-viewer': [visit('/healthz', '/livez', '/readyz', '/version', '/version/')],
  'system:kube-scheduler': [
    allow(read, '', ['nodes', 'pods']),
    allow(['create'], '', ['pods/binding']),
    allow(['patch', 'update'], '', ['pods/status']),
    recordEvents,
  ],
  'system:kube-controller-manager': [
    // The garbage collector and the deletion of a namespace reach every kind.
    allow([...read, 'delete', 'patch', 'update'], '*', ['*']),
    allow(['create'], '', ['endpoints', 'pods', 'serviceaccounts']),
    allow(['create'], 'apps', ['replicasets']),
    allow(['create'], 'batch', ['jobs']),
    recordEvents,
  ],
  'system:node-proxier': [allow(read, '', ['endpoints', 'nodes', 'services']), recordEvents],
};

/** Where components that stand in for one another agree on a leader. */
const electionNamespace = 'kube-system';

const electionRoles: Readonly<Record<string, { readonly user: string; readonly lease: string }>> = {
  'system::leader-locking-kube-scheduler': { user: 'system:kube-scheduler', lease: 'kuorum-scheduler' },
  'system::leader-locking-kube-controller-manager': {
    user: 'system:kube-controller-manager',
    lease: 'kuorum-controllers',
  },
};

const clusterBindings: readonly [role: string, ...subjects: Subject[]][] = [
  ['cluster-admin', group(mastersGroup)],
  ['system:basic-user', group(authenticatedGroup)],
  ['system:discovery', group(authenticatedGroup)],
  ['system:public-info-viewer', group(authenticatedGroup), group(unauthenticatedGroup)],
  ['system:kube-scheduler', user('system:kube-scheduler')],
  ['system:kube-controller-manager', user('system:kube-controller-manager')],
  ['system:node-proxier', user('system:kube-proxy')],
];

export type RbacObject =
  | { readonly kind: 'ClusterRole'; readonly object: ClusterRole }
  | { readonly kind: 'ClusterRoleBinding'; readonly object: ClusterRoleBinding }
  | { readonly kind: 'Role'; readonly object: Role }
  | { readonly kind: 'RoleBinding'; readonly object: RoleBinding };

/** Roles before the bindings to them. */
export function bootstrapRbac(): RbacObject[] {
  return [
    ...Object.entries(clusterRoleRules).map(([name, rules]): RbacObject => ({
      kind: 'ClusterRole',
      object: make('ClusterRole', { metadata: metadataOf(name), rules: [...rules] }),
    })),
    ...clusterBindings.map(([name, ...subjects]): RbacObject => ({
      kind: 'ClusterRoleBinding',
      object: make('ClusterRoleBinding', {
        metadata: metadataOf(name),
        subjects,
        roleRef: { apiGroup: rbacGroup, kind: 'ClusterRole', name },
      }),
    })),
    ...Object.entries(electionRoles).flatMap(([name, { user: holder, lease }]): RbacObject[] => {
      const metadata = { ...metadataOf(name), namespace: electionNamespace };
      const group = 'coordination.k8s.io';
      const rules = [
        allow(['create'], group, ['leases'], [lease]),
        allow(['get', 'update'], group, ['leases'], [lease]),
      ];
      const roleRef = { apiGroup: rbacGroup, kind: 'Role', name };
      return [
        { kind: 'Role', object: make('Role', { metadata, rules }) },
        { kind: 'RoleBinding', object: make('RoleBinding', { metadata, subjects: [user(holder)], roleRef }) },
      ];
    }),
  ];
}

/** `current` with what the server's own `wanted` has and it lacks; undefined when nothing is lacking, or mending is off. */
export function mended(
  { kind, object: wanted }: RbacObject,
  current: ClusterRole | ClusterRoleBinding | Role | RoleBinding,
): typeof current | undefined {
  if (current.metadata.annotations[autoupdateAnnotation] === 'false') return undefined;
  if (kind === 'ClusterRole' || kind === 'Role') {
    const role = current as ClusterRole | Role;
    const missing = [...notCovered(role.rules, wanted.rules)];
    return missing.length === 0 ? undefined : { ...role, rules: [...role.rules, ...missing] };
  }
  const binding = current as ClusterRoleBinding | RoleBinding;
  const missing = wanted.subjects.filter(
    (subject) => !binding.subjects.some(({ kind: type, name }) => type === subject.kind && name === subject.name),
  );
  return missing.length === 0 ? undefined : { ...binding, subjects: [...binding.subjects, ...missing] };
}

function metadataOf(name: string): DeepPartial<ClusterRole['metadata']> {
  return {
    name,
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
    annotations: { [autoupdateAnnotation]: 'true' },
  };
}

function group(name: string): Subject {
  return make('Subject', { apiGroup: rbacGroup, kind: 'Group', name });
}

function user(name: string): Subject {
  return make('Subject', { apiGroup: rbacGroup, kind: 'User', name });
}

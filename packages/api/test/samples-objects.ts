/** One good object of each kind of configuration and access rights, as a manifest would have it. */
import { utf8 } from '@kuorum/base';
import type { DeepPartial, Kinds } from '@kuorum/api';

const rules = [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }];
const user = { kind: 'User', name: 'jane' };
const inDefault = { namespace: 'default' };

export const objectSamples = {
  ConfigMap: { metadata: { name: 'settings', ...inDefault }, data: { 'app.conf': 'a=1' }, binaryData: {} },
  Secret: { metadata: { name: 'password', ...inDefault }, data: { password: utf8('hunter2') } },
  ServiceAccount: { metadata: { name: 'robot', ...inDefault } },
  PriorityClass: { metadata: { name: 'important' }, value: 1000 },
  Role: { metadata: { name: 'pod-reader', ...inDefault }, rules },
  RoleBinding: {
    metadata: { name: 'read-pods', ...inDefault },
    subjects: [user],
    roleRef: { kind: 'Role', name: 'pod-reader' },
  },
  ClusterRole: { metadata: { name: 'system:node' }, rules },
  ClusterRoleBinding: {
    metadata: { name: 'read-all-pods' },
    subjects: [user],
    roleRef: { kind: 'ClusterRole', name: 'system:node' },
  },
} satisfies { [K in keyof Kinds]?: DeepPartial<Kinds[K]> };

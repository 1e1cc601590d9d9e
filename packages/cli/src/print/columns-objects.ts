/** Columns of configuration and access rights, as kubectl has them. */
import type { ApiObject, ClusterRoleBinding, ConfigMap, PriorityClass, RoleBinding, Secret } from '@kuorum/api';
import type { ServiceAccount } from '@kuorum/api';
import { age, name } from './cells.js';
import type { Column } from './table.js';

const roleColumns = <T extends ApiObject>(): Column<T>[] => [
  name(),
  { head: 'CREATED AT', cell: (role) => role.metadata.creationTimestamp },
];

const bindingColumns = <T extends RoleBinding | ClusterRoleBinding>(nowMs: number): Column<T>[] => [
  name(),
  { head: 'ROLE', cell: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}` },
  age(nowMs),
  { head: 'USERS', cell: (binding) => subjects(binding, 'User'), wide: true },
  { head: 'GROUPS', cell: (binding) => subjects(binding, 'Group'), wide: true },
  { head: 'SERVICEACCOUNTS', cell: (binding) => subjects(binding, 'ServiceAccount'), wide: true },
];

function subjects(binding: RoleBinding | ClusterRoleBinding, kind: string): string {
  return binding.subjects
    .filter((subject) => subject.kind === kind)
    .map(({ name: subject, namespace }) => (namespace === '' ? subject : `${namespace}/${subject}`))
    .join(', ');
}

const count = (...maps: object[]): string => String(maps.reduce((sum, map) => sum + Object.keys(map).length, 0));

export const objectColumns = {
  ConfigMap: (nowMs: number): Column<ConfigMap>[] => [
    name(),
    { head: 'DATA', cell: ({ data, binaryData }) => count(data, binaryData) },
    age(nowMs),
  ],
  Secret: (nowMs: number): Column<Secret>[] => [
    name(),
    { head: 'TYPE', cell: ({ type }) => type },
    { head: 'DATA', cell: ({ data }) => count(data) },
    age(nowMs),
  ],
  ServiceAccount: (nowMs: number): Column<ServiceAccount>[] => [
    name(),
    { head: 'SECRETS', cell: ({ secrets }) => String(secrets.length) },
    age(nowMs),
  ],
  PriorityClass: (nowMs: number): Column<PriorityClass>[] => [
    name(),
    { head: 'VALUE', cell: ({ value }) => String(value) },
    { head: 'GLOBAL-DEFAULT', cell: ({ globalDefault }) => String(globalDefault) },
    age(nowMs),
    { head: 'PREEMPTIONPOLICY', cell: ({ preemptionPolicy }) => preemptionPolicy },
  ],
  Role: roleColumns,
  ClusterRole: roleColumns,
  RoleBinding: bindingColumns,
  ClusterRoleBinding: bindingColumns,
};

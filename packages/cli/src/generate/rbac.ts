/** `create role|clusterrole|rolebinding|clusterrolebinding`. */
import { findKind, kindNames, kinds } from '@kuorum/api';
import { CliError } from '../errors.js';
import { list, repeated, text, type Generator, type Json, type Options } from './generator.js';

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

function role(kind: 'Role' | 'ClusterRole'): Generator {
  return {
    words: kind.toLowerCase(),
    summary: kind === 'Role' ? 'a role of the namespace' : 'a role of the whole cluster',
    options: (command) => {
      const common = command
        .option('--verb <verbs>', 'get, list, watch, create, update, patch, delete…; may be repeated', repeated)
        .option('--resource <types>', 'pods, deployments.apps, pods/log…; may be repeated', repeated)
        .option('--resource-name <names>', 'only objects of these names; may be repeated', repeated);
      return kind === 'Role' ? common : common.option('--non-resource-url <paths>', 'such as /healthz', repeated);
    },
    make: ({ name, options }) => ({ apiVersion, kind, metadata: { name }, rules: rulesOf(options) }),
  };
}

function rulesOf(options: Options): Json[] {
  const verbs = [...new Set(list(options, 'verb'))];
  const resources = [...new Set(list(options, 'resource'))];
  const resourceNames = list(options, 'resourceName');
  const nonResourceURLs = list(options, 'nonResourceUrl');
  if (verbs.length === 0) throw new CliError('at least one verb must be specified, such as --verb=get,list');
  if (resources.length === 0 && nonResourceURLs.length === 0) {
    throw new CliError('at least one resource must be specified');
  }
  if (resources.length > 0 && nonResourceURLs.length > 0) {
    throw new CliError('invalid combination: a rule is about resources or about URLs');
  }
  if (nonResourceURLs.length > 0) return [{ verbs, nonResourceURLs }];
  const byGroup = new Map<string, string[]>();
  for (const resource of resources) {
    const [apiGroup, plural] = resourceOf(resource);
    byGroup.set(apiGroup, [...(byGroup.get(apiGroup) ?? []), plural]);
  }
  const names = resourceNames.length === 0 ? {} : { resourceNames };
  return [...byGroup].map(([apiGroup, plurals]) => ({ verbs, apiGroups: [apiGroup], resources: plurals, ...names }));
}

function resourceOf(value: string): [string, string] {
  if (value === '*') return ['*', '*'];
  const [type = '', ...subresource] = value.split('/');
  const info = findKind(type);
  if (info === undefined) {
    const known = kindNames.map((kind) => kinds[kind].groupResource).join(', ');
    throw new CliError(`the server doesn't have a resource type ${JSON.stringify(type)}: it has ${known}`);
  }
  return [info.group, [info.plural, ...subresource].join('/')];
}

function binding(kind: 'RoleBinding' | 'ClusterRoleBinding'): Generator {
  return {
    words: kind.toLowerCase(),
    summary: `gives a role to users, groups and service accounts ${kind === 'RoleBinding' ? 'in the namespace' : 'everywhere'}`,
    options: (command) => {
      const common = command
        .option('--clusterrole <name>', 'the cluster role')
        .option('--user <names>', 'users; may be repeated', repeated)
        .option('--group <names>', 'groups; may be repeated', repeated)
        .option('--serviceaccount <namespace:name>', 'service accounts; may be repeated', repeated);
      return kind === 'RoleBinding' ? common.option('--role <name>', 'the role of the namespace') : common;
    },
    make: ({ name, options }) => {
      const byName = (what: string) => (subject: string) => ({ kind: what, apiGroup: group, name: subject });
      const subjects = [
        ...list(options, 'user').map(byName('User')),
        ...list(options, 'group').map(byName('Group')),
        ...list(options, 'serviceaccount').map(serviceAccount),
      ];
      return { apiVersion, kind, metadata: { name }, subjects, roleRef: roleRefOf(kind, options) };
    },
  };
}

function roleRefOf(kind: string, options: Options): Json {
  const clusterRole = text(options, 'clusterrole');
  const role = text(options, 'role');
  if ((clusterRole === undefined) === (role === undefined)) {
    throw new CliError(
      kind === 'RoleBinding'
        ? 'exactly one of clusterrole or role must be specified: --role=NAME or --clusterrole=NAME'
        : 'required flag(s) "clusterrole" not set',
    );
  }
  const target = role === undefined ? 'ClusterRole' : 'Role';
  return { apiGroup: group, kind: target, name: role ?? clusterRole };
}

function serviceAccount(value: string): Json {
  const [namespace = '', name = '', ...more] = value.split(':');
  if (namespace === '' || name === '' || more.length > 0)
    throw new CliError('serviceaccount must be <namespace>:<name>');
  return { kind: 'ServiceAccount', name, namespace };
}

export const rbacGenerators: readonly Generator[] = [
  role('Role'),
  role('ClusterRole'),
  binding('RoleBinding'),
  binding('ClusterRoleBinding'),
];

/**
 * Nobody gives away rights that he does not hold: who writes a role must hold all that is in it (or the verb `escalate`
 * on it), who writes a binding all that is in its role (or `bind` on that role). Without this the right to write roles
 * would be every right. Pure.
 */
import {
  deepEqual,
  kinds,
  statusError,
  type ClusterRole,
  type ClusterRoleBinding,
  type KindName,
  type Kinds,
  type PolicyRule,
  type Role,
  type RoleBinding,
} from '@kuorum/api';
import { noFields, type Attributes } from '../attributes.js';
import type { Authorizer } from '../authorize.js';
import { isMaster, type User } from '../user.js';
import type { RoleIndex } from './role-index.js';
import { describeRule, notCovered, partCount } from './rules.js';

/** Missing rules that a refusal lists; the rest is counted. */
const missingListedMax = 8;

/**
 * Single permissions (verbs × groups × resources × names, over all rules) that a role may have for the comparison with
 * what its writer holds. The built-in `admin` has a few hundred.
 */
export const comparedPartsMax = 20_000;

/** Throws Forbidden when `next`, the successor of `old`, gives away more than `user` holds. */
export function checkGrant(
  roles: () => RoleIndex,
  authorizer: Authorizer,
  user: User,
  kind: KindName,
  next: Kinds[KindName],
  old: Kinds[KindName] | undefined,
): void {
  if (isMaster(user)) return;
  switch (kind) {
    case 'Role':
    case 'ClusterRole': {
      const role = next as Role | ClusterRole;
      if (old !== undefined && deepEqual(role.rules, (old as Role | ClusterRole).rules)) return;
      const { name, namespace } = role.metadata;
      if (authorizer(onRole(user, 'escalate', kind, namespace, name)).allowed) return;
      refuseUncovered(roles(), user, kind, next, role.rules);
      return;
    }
    case 'RoleBinding':
    case 'ClusterRoleBinding': {
      const binding = next as RoleBinding | ClusterRoleBinding;
      const before = old as RoleBinding | ClusterRoleBinding | undefined;
      const same = (field: 'subjects' | 'roleRef'): boolean => deepEqual(binding[field], before?.[field]);
      if (before !== undefined && same('subjects') && same('roleRef')) return;
      const { namespace } = binding.metadata;
      const { roleRef } = binding;
      const refKind = roleRef.kind === 'ClusterRole' ? 'ClusterRole' : 'Role';
      if (authorizer(onRole(user, 'bind', refKind, namespace, roleRef.name)).allowed) return;
      const index = roles();
      const rules = index.rulesOf(roleRef, namespace);
      if (rules === undefined) {
        const plural = kinds[refKind].groupResource;
        throw statusError('NotFound', `${plural} ${JSON.stringify(roleRef.name)} not found`);
      }
      refuseUncovered(index, user, kind, next, rules);
      return;
    }
    default:
  }
}

function onRole(user: User, verb: string, kind: 'Role' | 'ClusterRole', namespace: string, name: string): Attributes {
  const { group: apiGroup, plural: resource } = kinds[kind];
  return { user, verb, apiGroup, resource, subresource: '', namespace, name, fields: noFields, path: '' };
}

function refuseUncovered(
  index: RoleIndex,
  user: User,
  kind: KindName,
  object: Kinds[KindName],
  wanted: readonly PolicyRule[],
): void {
  const { namespace, name } = object.metadata;
  const details = { kind: kinds[kind].plural, group: kinds[kind].group, name };
  const refused = `${kinds[kind].groupResource} ${JSON.stringify(name)} is forbidden: user ${JSON.stringify(user.name)}`;
  const parts = partCount(wanted);
  if (parts > comparedPartsMax) {
    throw statusError(
      'Forbidden',
      `${refused} is attempting to grant ${parts} permissions (verbs × API groups × resources × names), more than the ` +
        `${comparedPartsMax} that can be compared with those currently held: split the role, or use "*"`,
      details,
    );
  }
  const held = index.heldBy(user, namespace);
  const listed: string[] = [];
  let lacking = 0;
  for (const part of notCovered(held.rules, wanted)) {
    if (++lacking <= missingListedMax) listed.push(describeRule(part));
  }
  if (lacking === 0) return;
  if (lacking > listed.length) listed.push(`and ${lacking - listed.length} more`);
  const groups = JSON.stringify(user.groups);
  const unresolved = held.missing.length === 0 ? '' : `; resolution errors: [${held.missing.join(', ')}]`;
  throw statusError(
    'Forbidden',
    `${refused} (groups=${groups}) is attempting to grant RBAC permissions not currently held:\n` +
      `${listed.join('\n')}${unresolved}`,
    details,
  );
}

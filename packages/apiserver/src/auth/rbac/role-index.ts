/**
 * Roles and their bindings, by whom they are for, so that a decision looks only at what its user has. Pure: made anew from
 * all four kinds whenever one of them has changed.
 */
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject } from '@kuorum/api';
import type { Attributes } from '../attributes.js';
import type { Decision } from '../authorize.js';
import type { User } from '../user.js';
import { ruleAllows, ruleMightAllow } from './rules.js';

export interface RbacObjects {
  readonly roles: readonly Role[];
  readonly roleBindings: readonly RoleBinding[];
  readonly clusterRoles: readonly ClusterRole[];
  readonly clusterRoleBindings: readonly ClusterRoleBinding[];
}

interface Grant {
  /** Empty: everywhere. */
  readonly namespace: string;
  /** Undefined: the role is not there. */
  readonly rules: readonly PolicyRule[] | undefined;
  /** `RoleBinding "x/y"` */
  readonly binding: string;
  readonly roleRef: RoleRef;
}

/** What a user holds in a namespace; everywhere, and for what is in none, when that is empty. */
export interface HeldRules {
  readonly rules: readonly PolicyRule[];
  /** `clusterrole.rbac.authorization.k8s.io "x" not found`: bound, and not there. */
  readonly missing: readonly string[];
}

export class RoleIndex {
  /** By {@link userKey} and {@link groupKey}. */
  private readonly grants = new Map<string, Grant[]>();
  private readonly roles: ReadonlyMap<string, readonly PolicyRule[]>;
  private readonly clusterRoles: ReadonlyMap<string, readonly PolicyRule[]>;

  constructor({ roles, roleBindings, clusterRoles, clusterRoleBindings }: RbacObjects) {
    this.roles = new Map(roles.map(({ metadata, rules }) => [`${metadata.namespace}/${metadata.name}`, rules]));
    this.clusterRoles = new Map(clusterRoles.map(({ metadata, rules }) => [metadata.name, rules]));
    for (const { metadata, subjects, roleRef } of clusterRoleBindings) {
      this.add(subjects, '', roleRef, `ClusterRoleBinding ${JSON.stringify(metadata.name)}`);
    }
    for (const { metadata, subjects, roleRef } of roleBindings) {
      const { namespace, name } = metadata;
      this.add(subjects, namespace, roleRef, `RoleBinding ${JSON.stringify(`${name}/${namespace}`)}`);
    }
  }

  decide(wanted: Attributes): Decision {
    const missing: string[] = [];
    for (const [subject, grant] of this.grantsOf(wanted.user, wanted.namespace)) {
      if (grant.rules === undefined) missing.push(notFoundText(grant.roleRef));
      else if (grant.rules.some((rule) => ruleAllows(rule, wanted))) {
        const { kind, name } = grant.roleRef;
        return {
          allowed: true,
          why: `RBAC: allowed by ${grant.binding} of ${kind} ${JSON.stringify(name)} to ${subject}`,
        };
      }
    }
    return { allowed: false, why: missing.length === 0 ? '' : `RBAC: ${[...new Set(missing)].join(', ')}` };
  }

  /** Whether there is any object, in any namespace, that this is allowed on. */
  mightAllow(wanted: Attributes): boolean {
    const { name, groups } = wanted.user;
    return [userKey(name), ...groups.map(groupKey)].some((key) =>
      this.grants.get(key)?.some(({ rules = [] }) => rules.some((rule) => ruleMightAllow(rule, wanted))),
    );
  }

  heldBy(user: User, namespace: string): HeldRules {
    const grants = [...this.grantsOf(user, namespace)].map(([, grant]) => grant);
    return {
      rules: grants.flatMap(({ rules }) => rules ?? []),
      missing: grants.flatMap(({ rules, roleRef }) => (rules === undefined ? [notFoundText(roleRef)] : [])),
    };
  }

  /** Undefined when there is no such role. */
  rulesOf({ kind, name }: Pick<RoleRef, 'kind' | 'name'>, namespace: string): readonly PolicyRule[] | undefined {
    return kind === 'ClusterRole' ? this.clusterRoles.get(name) : this.roles.get(`${namespace}/${name}`);
  }

  private *grantsOf({ name, groups }: User, namespace: string): Generator<[subject: string, grant: Grant]> {
    const keys = [userKey(name), ...groups.map(groupKey)];
    for (const key of keys) {
      for (const grant of this.grants.get(key) ?? []) {
        if (grant.namespace === '' || grant.namespace === namespace) yield [key, grant];
      }
    }
  }

  private add(subjects: readonly Subject[], namespace: string, roleRef: RoleRef, binding: string): void {
    const grant = { namespace, rules: this.rulesOf(roleRef, namespace), binding, roleRef };
    for (const subject of subjects) {
      const key = keyOfSubject(subject, namespace);
      if (key === undefined) continue;
      const grants = this.grants.get(key);
      if (grants === undefined) this.grants.set(key, [grant]);
      else grants.push(grant);
    }
  }
}

function userKey(name: string): string {
  return `User ${JSON.stringify(name)}`;
}

function groupKey(name: string): string {
  return `Group ${JSON.stringify(name)}`;
}

/** A service account is the user that its tokens prove. One that is named without a namespace is in that of the binding. */
function keyOfSubject({ kind, name, namespace }: Subject, bindingNamespace: string): string | undefined {
  switch (kind) {
    case 'User':
      return userKey(name);
    case 'Group':
      return groupKey(name);
    case 'ServiceAccount':
      return userKey(`system:serviceaccount:${namespace || bindingNamespace}:${name}`);
    default:
      return undefined;
  }
}

function notFoundText({ kind, name }: RoleRef): string {
  return `${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`;
}

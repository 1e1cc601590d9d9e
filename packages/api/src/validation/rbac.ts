/** Rules of roles and their bindings (`pkg/apis/rbac/validation`). */
import { invalidField, requiredField, tooManyField, unsupportedField, type FieldError } from '../field-error.js';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '../gen/types.js';
import { checkDns1123Subdomain, checkPathSegment } from '../labels.js';
import { deepEqual, requiredSyntax, syntax } from './checks.js';

export const rbacGroup = 'rbac.authorization.k8s.io';

/** Entries of one list of a rule. Kubernetes has no bound, but every decision walks these lists. */
export const ruleEntriesMax = 1000;

export function validateRole({ rules }: Role): FieldError[] {
  return rules.flatMap((rule, i) => ruleErrors(`rules[${i}]`, rule, true));
}

export function validateClusterRole({ rules }: ClusterRole): FieldError[] {
  return rules.flatMap((rule, i) => ruleErrors(`rules[${i}]`, rule, false));
}

function ruleErrors(path: string, rule: PolicyRule, namespaced: boolean): FieldError[] {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
  const lists = Object.entries({ verbs, apiGroups, resources, resourceNames, nonResourceURLs });
  const errors = lists.flatMap(([name, { length }]) =>
    length > ruleEntriesMax ? [tooManyField(`${path}.${name}`, length, ruleEntriesMax)] : [],
  );
  if (verbs.length === 0) errors.push(requiredField(`${path}.verbs`, 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const refuse = (why: string): number => errors.push(invalidField(`${path}.nonResourceURLs`, nonResourceURLs, why));
    if (namespaced) refuse('namespaced rules cannot apply to non-resource URLs');
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      refuse('rules cannot apply to both regular resources and non-resource URLs');
    }
    return errors;
  }
  if (apiGroups.length === 0) {
    errors.push(requiredField(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (resources.length === 0) {
    errors.push(requiredField(`${path}.resources`, 'resource rules must supply at least one resource'));
  }
  return errors;
}

export function validateRoleBinding(binding: RoleBinding): FieldError[] {
  return bindingErrors(binding, ['Role', 'ClusterRole'], true);
}

export function validateClusterRoleBinding(binding: ClusterRoleBinding): FieldError[] {
  return bindingErrors(binding, ['ClusterRole'], false);
}

/** Another role under the name of a binding that people know would be a trap: it is deleted and made anew. */
export function validateBindingUpdate(
  next: RoleBinding | ClusterRoleBinding,
  old: RoleBinding | ClusterRoleBinding,
): FieldError[] {
  if (deepEqual(next.roleRef, old.roleRef)) return [];
  return [invalidField('roleRef', next.roleRef, 'cannot change roleRef')];
}

function bindingErrors(
  { roleRef, subjects }: RoleBinding | ClusterRoleBinding,
  roleKinds: readonly string[],
  namespaced: boolean,
): FieldError[] {
  const { apiGroup, kind, name } = roleRef;
  return [
    ...(apiGroup === rbacGroup ? [] : [unsupportedField('roleRef.apiGroup', apiGroup, [rbacGroup])]),
    ...(roleKinds.includes(kind) ? [] : [unsupportedField('roleRef.kind', kind, roleKinds)]),
    ...requiredSyntax('roleRef.name', name, checkPathSegment),
    ...subjects.flatMap((subject, i) => subjectErrors(`subjects[${i}]`, subject, namespaced)),
  ];
}

function subjectErrors(path: string, { kind, apiGroup, name, namespace }: Subject, namespaced: boolean): FieldError[] {
  const errors: FieldError[] = name === '' ? [requiredField(`${path}.name`)] : [];
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') errors.push(...syntax(`${path}.name`, name, checkDns1123Subdomain));
      if (apiGroup !== '') errors.push(unsupportedField(`${path}.apiGroup`, apiGroup, ['']));
      if (!namespaced && namespace === '') errors.push(requiredField(`${path}.namespace`));
      return errors;
    case 'User':
    case 'Group':
      if (apiGroup !== rbacGroup) errors.push(unsupportedField(`${path}.apiGroup`, apiGroup, [rbacGroup]));
      return errors;
    default:
      return [...errors, unsupportedField(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

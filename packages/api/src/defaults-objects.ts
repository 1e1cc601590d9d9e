/** Defaults of secrets and role bindings (`pkg/apis/core/v1`, `pkg/apis/rbac/v1`). */
import { utf8 } from '@kuorum/base';
import type { ClusterRoleBinding, RoleBinding, Secret } from './gen/types.js';
import { rbacGroup } from './validation/rbac.js';

/** stringData is never stored: it becomes data, over what data has under the same keys. */
export function defaultSecret(secret: Secret): void {
  secret.type ||= 'Opaque';
  const written = Object.entries(secret.stringData).map(([key, text]) => [key, utf8(text)] as const);
  if (written.length > 0) secret.data = Object.fromEntries([...Object.entries(secret.data), ...written]);
  secret.stringData = {};
}

export function defaultBinding({ roleRef, subjects }: RoleBinding | ClusterRoleBinding): void {
  roleRef.apiGroup ||= rbacGroup;
  for (const subject of subjects) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= rbacGroup;
  }
}

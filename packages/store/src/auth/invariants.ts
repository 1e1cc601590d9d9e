/** What AuthStore's head comment promises, checked. Throws when an invariant is broken. */
import { assert } from '@kuorum/base';
import type { AuthStore } from './auth-store.js';
import { comparePermissions } from './permissions.js';
import { ROOT } from './types.js';

export function checkAuthInvariants(auth: AuthStore): void {
  assert(auth.revision >= 1, 'the revision is at least 1');
  if (auth.enabled) assert(auth.hasRole(ROOT, ROOT), 'while authentication is on there is a root');
  for (const name of auth.userNames()) {
    const user = auth.user(name);
    assert(user?.name === name, 'a user is found by its name');
    assert(
      isAscending(user.roles, (a, b) => (a < b ? -1 : Number(a > b))),
      'roles of a user are sorted',
    );
    for (const role of user.roles) assert(role === ROOT || auth.role(role) !== undefined, 'roles of a user exist');
  }
  for (const name of auth.roleNames()) {
    const role = auth.role(name);
    assert(role?.name === name, 'a role is found by its name');
    assert(isAscending(role.permissions, comparePermissions), 'permissions of a role are sorted');
  }
}

/** Sorted without repeats. */
function isAscending<T>(items: readonly T[], compare: (a: T, b: T) => number): boolean {
  return items.every((item, i) => {
    const before = items[i - 1];
    return before === undefined || compare(before, item) < 0;
  });
}

/** Who makes a call, as Kubernetes describes it: a name, and the groups that rights are given to. */

export interface User {
  readonly name: string;
  /** Stays when a name is given out anew; empty when whoever vouches for the user knows none. */
  readonly uid: string;
  readonly groups: readonly string[];
  /** What else is known, such as the pod that a service-account token is bound to. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** In this group is everything allowed, whatever roles say: how a cluster is set up, and mended. */
export const mastersGroup = 'system:masters';

/** Everybody who has proved who they are; everybody else. */
export const authenticatedGroup = 'system:authenticated';
export const unauthenticatedGroup = 'system:unauthenticated';

/** Everybody, on a server without security: it listens on loopback only. */
export const unsecuredUser: User = userOf('system:unsecured', [mastersGroup, authenticatedGroup]);

/** Who shows nothing. */
export const anonymousUser: User = userOf('system:anonymous', [unauthenticatedGroup]);

export function userOf(name: string, groups: readonly string[], more: Partial<Pick<User, 'uid' | 'extra'>> = {}): User {
  return { name, uid: '', groups, extra: {}, ...more };
}

export function isAnonymous(user: User): boolean {
  return user.groups.includes(unauthenticatedGroup);
}

/** Nodes, and the parts of the control plane, by the names of their certificates. */
export function isComponent({ name, groups }: User): boolean {
  return groups.includes('system:nodes') || componentNames.includes(name);
}

const componentNames: readonly string[] = [
  'system:kube-scheduler',
  'system:kube-controller-manager',
  'system:kube-proxy',
];

export function isMaster(user: User): boolean {
  return user.groups.includes(mastersGroup);
}

/**
 * RBAC over the watch caches of its four kinds. A change of a role counts as soon as the cache has it, as with Kubernetes'
 * informers; a cache that is not filled refuses with Unavailable and never allows.
 */
import { unavailable, type KindName, type Kinds } from '@kuorum/api';
import type { WatchCache } from '../watch/watch-cache.js';
import type { Authorizer } from './authorize.js';
import { RoleIndex } from './rbac/role-index.js';

export type CacheOf = (kind: KindName) => Pick<WatchCache, 'synced' | 'revision' | 'list' | 'within'>;

const rbacKinds = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'] as const;

export class RbacAuthorizer {
  private index: RoleIndex | undefined;
  /** Revisions of the caches that the index is made of. */
  private madeOf = '';

  constructor(private readonly cacheOf: CacheOf) {}

  readonly authorize: Authorizer = (attributes) => this.current().decide(attributes);

  /** Throws Unavailable. */
  current(): RoleIndex {
    const caches = rbacKinds.map(this.cacheOf);
    if (!caches.every(({ synced }) => synced)) throw unavailable('the apiserver is starting: it reads the roles');
    const revisions = caches.map(({ revision }) => revision).join();
    if (this.index === undefined || revisions !== this.madeOf) {
      this.index = new RoleIndex({
        roles: this.all('Role'),
        roleBindings: this.all('RoleBinding'),
        clusterRoles: this.all('ClusterRole'),
        clusterRoleBindings: this.all('ClusterRoleBinding'),
      });
      this.madeOf = revisions;
    }
    return this.index;
  }

  private all<K extends KindName>(kind: K): Kinds[K][] {
    return this.cacheOf(kind)
      .list('')
      .map(({ object }) => object as Kinds[K]);
  }
}

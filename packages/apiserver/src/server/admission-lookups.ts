/** Where admission looks things up: in the watch caches, and in the store for what they do not have yet. */
import { isNotFound, type KindName, type Kinds, type PriorityClass } from '@kuorum/api';
import { objectKey, kindPrefix } from '../registry/keys.js';
import type { Registry } from '../registry/registry.js';
import type { PodAdmissionLookups } from '../strategy/pod-admission.js';
import type { WatchCache } from '../watch/watch-cache.js';

interface LookupDeps {
  readonly registry: Pick<Registry, 'get'>;
  readonly cacheOf: (kind: KindName) => Pick<WatchCache, 'get' | 'list'>;
}

export function admissionLookups({ registry, cacheOf }: LookupDeps, signal: AbortSignal): PodAdmissionLookups {
  const find = async <K extends KindName>(kind: K, namespace: string, name: string): Promise<Kinds[K] | undefined> => {
    const cached = cacheOf(kind).get(objectKey(kind, namespace, name));
    if (cached !== undefined) return cached.object as Kinds[K];
    try {
      return (await registry.get(kind, namespace, name, signal)).object as Kinds[K];
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
  return {
    priorityClass: (name) => find('PriorityClass', '', name),
    globalDefault: () =>
      cacheOf('PriorityClass')
        .list(kindPrefix('PriorityClass'))
        .map(({ object }) => object as PriorityClass)
        .find(({ globalDefault }) => globalDefault),
    hasServiceAccount: async (namespace, name) => (await find('ServiceAccount', namespace, name)) !== undefined,
  };
}

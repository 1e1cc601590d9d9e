/** Where admission looks things up: in the watch caches, and in the store for what they do not have yet. */
import type { KindName, Kinds, PriorityClass } from '@kuorum/api';
import { kindPrefix } from '../registry/keys.js';
import type { PodAdmissionLookups } from '../strategy/pod-admission.js';
import type { WatchCache } from '../watch/watch-cache.js';
import { finderOf, type FindDeps } from './find-object.js';

interface LookupDeps extends FindDeps {
  readonly cacheOf: (kind: KindName) => Pick<WatchCache, 'get' | 'list'>;
}

export function admissionLookups(deps: LookupDeps, signal: AbortSignal): PodAdmissionLookups {
  const finder = finderOf(deps);
  const { cacheOf } = deps;
  const find = async <K extends KindName>(kind: K, namespace: string, name: string): Promise<Kinds[K] | undefined> =>
    finder.recent(kind, namespace, name) ?? finder.newest(kind, namespace, name, signal);
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

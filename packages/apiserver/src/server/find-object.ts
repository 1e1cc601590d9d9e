/** Where admission and authentication look objects up: in the watch caches, and in the store for what they do not have. */
import { isNotFound, type KindName, type Kinds } from '@kuorum/api';
import { objectKey } from '../registry/keys.js';
import type { Registry } from '../registry/registry.js';
import type { WatchCache } from '../watch/watch-cache.js';

export interface FindObject {
  /** From the watch cache, possibly stale; undefined also when it is not filled. */
  recent<K extends KindName>(kind: K, namespace: string, name: string): Kinds[K] | undefined;
  /** From the store. Undefined: not there. Throws what the store throws. */
  newest<K extends KindName>(
    kind: K,
    namespace: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<Kinds[K] | undefined>;
}

export interface FindDeps {
  readonly registry: Pick<Registry, 'get'>;
  readonly cacheOf: (kind: KindName) => Pick<WatchCache, 'get'>;
}

export function finderOf({ registry, cacheOf }: FindDeps): FindObject {
  return {
    recent: <K extends KindName>(kind: K, namespace: string, name: string) =>
      cacheOf(kind).get(objectKey(kind, namespace, name))?.object as Kinds[K] | undefined,
    newest: async <K extends KindName>(kind: K, namespace: string, name: string, signal?: AbortSignal) => {
      try {
        return (await registry.get(kind, namespace, name, signal)).object as Kinds[K];
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
  };
}

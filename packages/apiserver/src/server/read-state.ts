/** All objects of a kind in the state that a list or watch wants: from the watch cache when that is good enough, else from the store. */
import { expired, isGone, type KindName } from '@kuorum/api';
import { listPrefix } from '../registry/keys.js';
import type { ListPage, ListQuery } from '../registry/list.js';
import type { Registry } from '../registry/registry.js';
import type { WatchCache } from '../watch/watch-cache.js';
import { tooLargeVersion, type WantedState } from './version-match.js';

export interface StateSources {
  readonly registry: Registry;
  readonly cacheOf: (kind: KindName) => WatchCache;
}

/**
 * The store is asked when the cache is behind: a linearizable read is as new as anything that was ever acknowledged, so
 * that there is nothing to wait for. A version above that is refused as Timeout, to be tried again. The cache knows no pages.
 */
export async function readState(sources: StateSources, wanted: WantedState, query: ListQuery): Promise<ListPage> {
  const { registry, cacheOf } = sources;
  const cache = cacheOf(query.kind);
  const whole = query.continueToken === '' && (query.limit === 0 || wanted.state === 'any');
  const { state } = wanted;
  const good = state === 'any' || (state === 'notOlderThan' && cache.revision >= wanted.revision);
  if (cache.synced && whole && good) {
    const { kind, namespace, matches } = query;
    const all = cache.list(listPrefix(kind, namespace));
    const items = matches === undefined ? all : all.filter(({ selectable }) => matches(selectable));
    return { items, revision: cache.revision, continueToken: '' };
  }
  if (state === 'exact') return readExact(registry, wanted.revision, query);
  const page = await registry.list(query);
  if (state === 'notOlderThan' && page.revision < wanted.revision)
    throw tooLargeVersion(wanted.revision, page.revision);
  return page;
}

async function readExact(registry: Registry, revision: number, query: ListQuery): Promise<ListPage> {
  // A read of the future is refused by the store as one of the past is, so it is told apart here.
  const { revision: current } = await registry.list({ ...query, limit: 1, matches: undefined });
  if (current < revision) throw tooLargeVersion(revision, current);
  try {
    return await registry.list({ ...query, revision });
  } catch (error) {
    throw isGone(error) ? expired('The resourceVersion for the provided list is too old.') : error;
  }
}

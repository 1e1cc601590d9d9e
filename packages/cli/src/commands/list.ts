/** Lists in pages and watches that survive their server: how the reading commands get at objects. */
import { type Observable, defer, filter, repeat, retry, tap, throwError, timer } from 'rxjs';
import { isGone, isUnavailable, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient, ListResult, Selection, WatchEvent } from '@kuorum/client';
import { chunkSize, watchRetryMs } from '../limits.js';

export interface SelectionOptions {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
}

/** What the options select of a kind. */
export function selectionOf(
  info: KindInfo,
  { namespace, allNamespaces, selector, fieldSelector }: SelectionOptions,
): Selection {
  const everywhere = allNamespaces === true || !info.namespaced;
  return { namespace: everywhere ? undefined : (namespace ?? 'default'), labelSelector: selector, fieldSelector };
}

/** The whole list, `limit` objects a call (0: in one). The pages are of one revision; when that is gone, all is read at once. */
export async function listAll(
  client: ApiClient,
  info: KindInfo,
  selection: Selection,
  limit = chunkSize,
): Promise<ListResult<ApiObject>> {
  const resource = client.resource(info.kind);
  const items: ApiObject[] = [];
  let next = '';
  for (;;) {
    try {
      const page = await resource.list({ ...selection, limit, continue: next });
      items.push(...page.items);
      if (page.continue === '') return { ...page, items };
      next = page.continue;
    } catch (error) {
      if (!isGone(error) || next === '') throw error;
      const { items: whole, ...rest } = await resource.list(selection);
      return { ...rest, items: whole };
    }
  }
}

/**
 * Every change after `resourceVersion`; '' begins with the present state. A watch that breaks, as when its server ends,
 * goes on after the last version seen; one whose version is too old for the server begins anew.
 */
export function watchForever$(
  client: ApiClient,
  info: KindInfo,
  selection: Selection,
  resourceVersion: string,
): Observable<WatchEvent<ApiObject>> {
  let seen = resourceVersion;
  const once$ = defer((): Observable<WatchEvent<ApiObject>> =>
    client.resource(info.kind).watch({ ...selection, resourceVersion: seen, allowWatchBookmarks: true }),
  );
  return once$.pipe(
    tap(({ object }) => (seen = object.metadata.resourceVersion)),
    filter(({ type }) => type !== 'BOOKMARK'),
    retry({
      delay: (error: unknown) => {
        if (isGone(error)) seen = '';
        else if (!isUnavailable(error)) return throwError(() => error);
        return timer(watchRetryMs);
      },
    }),
    repeat({ delay: watchRetryMs }),
  );
}

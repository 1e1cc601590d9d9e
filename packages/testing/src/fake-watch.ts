/** A watch on the fake store: what came before, then what comes, as its selection sees it. */
import {
  initialEventsEnd,
  make,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  unavailable,
  type ApiObject,
  type KindName,
  type Kinds,
} from '@kuorum/api';
import type { Selection, WatchEvent, WatchOptions } from '@kuorum/client';
import { Observable } from 'rxjs';
import type { Change, FakeStore } from './fake-store.js';

export type Matches = (object: ApiObject | undefined) => boolean;

/** Throws BadRequest for a selector that cannot be read. */
export function matcherOf(kind: KindName, { namespace = '', labelSelector, fieldSelector }: Selection): Matches {
  const labels = parseLabelSelector(labelSelector ?? '');
  const fields = parseFieldSelector(kind, fieldSelector ?? '');
  return (object) =>
    object !== undefined &&
    (namespace === '' || object.metadata.namespace === namespace) &&
    matchesLabels(labels, object.metadata.labels) &&
    matchesFields(fields, object);
}

/** Every open watch by what ends it. */
export type OpenWatches = Set<{ end(error: Error): void; bookmark(): void }>;

export function fakeWatch$<K extends KindName>(
  store: FakeStore,
  open: OpenWatches,
  kind: K,
  options: WatchOptions,
): Observable<WatchEvent<Kinds[K]>> {
  return new Observable((subscriber) => {
    const tell = (type: WatchEvent<Kinds[K]>['type'], object: ApiObject): void => {
      const copy = structuredClone(object) as Kinds[K];
      queueMicrotask(() => subscriber.next({ type, object: copy }));
    };
    let matches: Matches;
    const onChange = (change: Change): void => {
      const type = change.kind === kind ? typeSeen(change, matches) : undefined;
      if (type !== undefined) tell(type, change.object);
    };
    try {
      matches = matcherOf(kind, options);
      const { resourceVersion = '', sendInitialEvents = resourceVersion === '' } = options;
      if (sendInitialEvents) for (const object of store.list(kind).filter(matches)) tell('ADDED', object);
      if (options.sendInitialEvents === true && options.allowWatchBookmarks === true) {
        const annotations = { [initialEventsEnd]: 'true' };
        const bookmarked: KindName = kind;
        tell('BOOKMARK', make(bookmarked, { metadata: { resourceVersion: String(store.revision), annotations } }));
      }
      if (!sendInitialEvents && resourceVersion !== '')
        for (const change of store.since(Number(resourceVersion))) onChange(change);
    } catch (error) {
      queueMicrotask(() => subscriber.error(error));
      return undefined;
    }
    const unlisten = store.listen(onChange);
    const handle = {
      end: (error: Error) => queueMicrotask(() => subscriber.error(error)),
      bookmark: () => {
        if (options.allowWatchBookmarks !== true) return;
        const metadata = { resourceVersion: String(store.revision) };
        const bookmarked: KindName = kind;
        tell('BOOKMARK', make(bookmarked, { metadata }));
      },
    };
    open.add(handle);
    return () => {
      unlisten();
      open.delete(handle);
    };
  });
}

export const watchesDropped = unavailable('the watch was dropped by the test');

/** An object that enters a selection is added to it, one that leaves it is deleted from it. */
function typeSeen(change: Change, matches: Matches): 'ADDED' | 'MODIFIED' | 'DELETED' | undefined {
  const [before, after] = [matches(change.old), change.type !== 'DELETED' && matches(change.object)];
  if (before) return after ? 'MODIFIED' : 'DELETED';
  return after ? 'ADDED' : undefined;
}

/**
 * List, then watch from the version of the list, and keep a local copy (client-go's reflector and shared informer).
 *
 * - A broken watch is resumed after the last event seen; only when the server no longer knows that version does the
 *   informer list again, and then tells the difference, so that nobody misses a deletion.
 * - The list is consistent (as new as the newest acknowledged write), so that the cache never goes back in time when
 *   the informer moves to another apiserver.
 * - Pauses between tries grow, and shrink again only after a watch that lasted.
 */
import { AssertionError, Backoff, delay, systemClock, systemPrng, type Clock } from '@kuorum/base';
import { silentLogger, type Logger } from '@kuorum/base/node';
import { isGone, keyOf, type KindName, type Kinds } from '@kuorum/api';
import { Observable, ReplaySubject, Subject, Subscription, defer, forkJoin, from, merge, mergeMap, share } from 'rxjs';
import { informerPageItems, informerRetry, watchDurationSeconds, watchHealthyMs } from './limits.js';
import { ObjectCache, deepFreeze } from './object-cache.js';
import type { ApiClient, Informer, InformerEvent, InformerOptions, ResourceClient, WatchEvent } from './types.js';

export function createInformer<K extends KindName>(
  client: ApiClient,
  kind: K,
  options: InformerOptions<Kinds[K]> = {},
): Informer<Kinds[K]> {
  return new ListWatchInformer(client.resource(kind), kind, options);
}

/** Runs `informers`, and `start` once all of them have synced. */
export function withInformers$<T>(
  informers: readonly { readonly run$: Observable<never>; readonly synced$: Observable<void> }[],
  start: () => Observable<T>,
): Observable<T> {
  return merge(
    ...informers.map(({ run$ }) => run$),
    informers.length === 0 ? start() : forkJoin(informers.map(({ synced$ }) => synced$)).pipe(mergeMap(start)),
  );
}

/** Every key the informer holds when subscribed to, then `keys$`: feeds a queue that starts late. */
export function currentKeys$<K extends KindName>(informer: Informer<Kinds[K]>): Observable<string> {
  return defer(() => merge(informer.keys$, from(informer.list().map(keyOf))));
}

class ListWatchInformer<K extends KindName> implements Informer<Kinds[K]> {
  private readonly cache: ObjectCache<Kinds[K]>;
  private readonly events = new Subject<InformerEvent<Kinds[K]>>();
  private readonly keys = new Subject<string>();
  private readonly synced = new ReplaySubject<void>(1);
  private readonly clock: Clock;
  private readonly logger: Logger;
  /** Everything up to here is in the cache; undefined = list. */
  private version: string | undefined;
  hasSynced = false;

  readonly events$ = this.events.asObservable();
  readonly keys$ = this.keys.asObservable();
  readonly synced$ = this.synced.asObservable();
  readonly run$: Observable<never>;

  constructor(
    private readonly resource: ResourceClient<K>,
    kind: K,
    private readonly options: InformerOptions<Kinds[K]>,
  ) {
    this.cache = new ObjectCache(options.indexers);
    this.clock = options.clock ?? systemClock;
    this.logger = (options.logger ?? silentLogger).child({ informer: kind });
    this.run$ = new Observable<never>((subscriber) => {
      const abort = new AbortController();
      this.loop(abort.signal).catch((error: unknown) => subscriber.error(error));
      return () => abort.abort();
    }).pipe(share());
  }

  get(key: string): Kinds[K] | undefined {
    return this.cache.get(key);
  }

  list(): readonly Kinds[K][] {
    return this.cache.list();
  }

  byIndex(index: string, value: string): readonly Kinds[K][] {
    return this.cache.byIndex(index, value);
  }

  private async loop(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(informerRetry, systemPrng);
    while (!signal.aborted) {
      const startedAtMs = this.clock.monotonic();
      try {
        if (this.version === undefined) await this.relist(signal);
        await this.watch(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof AssertionError) throw error;
        if (isGone(error)) this.version = undefined;
        this.logger.info({ err: error, version: this.version ?? 'none' }, 'list or watch failed; trying again');
      }
      if (signal.aborted) return;
      if (this.clock.monotonic() - startedAtMs >= watchHealthyMs) backoff.reset();
      await delay(this.clock, backoff.nextMs(), signal).catch(() => undefined);
    }
  }

  private async relist(signal: AbortSignal): Promise<void> {
    const { items, version } = await this.listAll(signal);
    if (signal.aborted) return;
    this.version = version;
    this.replace(items);
  }

  private async listAll(signal: AbortSignal): Promise<{ items: Kinds[K][]; version: string }> {
    const { namespace, labelSelector, fieldSelector } = this.options;
    const selection = { namespace, labelSelector, fieldSelector, signal };
    const items: Kinds[K][] = [];
    let next: string | undefined;
    for (;;) {
      try {
        const page = await this.resource.list({ ...selection, limit: informerPageItems, continue: next });
        for (const item of page.items) items.push(this.kept(item));
        if (page.continue === '') return { items, version: page.resourceVersion };
        next = page.continue;
      } catch (error) {
        if (next === undefined || !isGone(error)) throw error;
        // The pages took longer than the server keeps old versions: take all in one.
        const all = await this.resource.list(selection);
        return { items: all.items.map((item) => this.kept(item)), version: all.resourceVersion };
      }
    }
  }

  private watch(signal: AbortSignal): Promise<void> {
    const { namespace, labelSelector, fieldSelector } = this.options;
    const { min, max } = watchDurationSeconds;
    const timeoutSeconds = min + systemPrng.int(max - min);
    const selection = { namespace, labelSelector, fieldSelector, resourceVersion: this.version };
    return new Promise((resolve, reject) => {
      const subscription = new Subscription();
      const end = (): void => {
        subscription.unsubscribe();
        resolve();
      };
      // The server ends the watch; should it have forgotten, this does.
      const timer = this.clock.setTimeout(end, (timeoutSeconds + 30) * 1000);
      signal.addEventListener('abort', end, { once: true });
      subscription.add(() => {
        timer.cancel();
        signal.removeEventListener('abort', end);
      });
      subscription.add(
        this.resource.watch({ ...selection, allowWatchBookmarks: true, timeoutSeconds }).subscribe({
          next: (event) => this.onEvent(event),
          error: (error: unknown) => {
            subscription.unsubscribe();
            reject(error instanceof Error ? error : new Error(String(error)));
          },
          complete: end,
        }),
      );
    });
  }

  private kept(object: Kinds[K]): Kinds[K] {
    return this.options.transform?.(object) ?? object;
  }

  private onEvent({ type, object }: WatchEvent<Kinds[K]>): void {
    if (type !== 'BOOKMARK') {
      const key = keyOf(object);
      const kept = this.kept(object);
      const change = type === 'DELETED' ? this.remove(key, kept) : this.put(key, kept);
      for (const event of change) this.tell(event);
    }
    this.version = object.metadata.resourceVersion;
  }

  /** Makes the cache hold exactly `items`, and then tells every difference and every key. */
  private replace(items: readonly Kinds[K][]): void {
    const gone = new Set(this.cache.keys());
    const changes: InformerEvent<Kinds[K]>[] = [];
    for (const object of items) {
      const key = keyOf(object);
      gone.delete(key);
      changes.push(...this.put(key, object));
    }
    for (const key of gone) changes.push(...this.remove(key));
    this.hasSynced = true;
    for (const change of changes) this.events.next(change);
    for (const key of [...this.cache.keys(), ...gone]) this.keys.next(key);
    this.synced.next();
    this.synced.complete();
  }

  /** A new object under an old name counts as a deletion and an addition. */
  private put(key: string, object: Kinds[K]): InformerEvent<Kinds[K]>[] {
    const old = this.cache.get(key);
    if (old?.metadata.resourceVersion === object.metadata.resourceVersion) return [];
    this.cache.set(key, object);
    if (old === undefined) return [{ type: 'added', key, object }];
    if (old.metadata.uid === object.metadata.uid) return [{ type: 'updated', key, object, old }];
    return [
      { type: 'deleted', key, object: old },
      { type: 'added', key, object },
    ];
  }

  private remove(key: string, last?: Kinds[K]): InformerEvent<Kinds[K]>[] {
    const old = this.cache.get(key);
    if (old === undefined) return [];
    this.cache.delete(key);
    return [{ type: 'deleted', key, object: last === undefined ? old : deepFreeze(last) }];
  }

  private tell(event: InformerEvent<Kinds[K]>): void {
    this.events.next(event);
    this.keys.next(event.key);
  }
}

/**
 * The present state of one kind and its last changes, fed by one watch of the store, however many clients watch. A
 * change is in the cache before any watcher hears of it.
 *
 * When the store's watch cannot go on (what comes next was compacted), or what is stored can be read otherwise than before (other
 * keys of encryption), the cache is built anew and every watcher is ended with Expired: its client lists again, as it must
 * after any 410 of Kubernetes.
 */
import { expired, type ApiStatusError, type KindName } from '@kuorum/api';
import type { EtcdClient, EtcdEvent, EtcdWatchBatch } from '@kuorum/client';
import { Backoff, fromUtf8, prefixEnd, systemPrng, type Clock, type Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { Subscription } from 'rxjs';
import { busyCacheEventBytesMax, cacheEventBytesMax, cacheEventsMax, cacheRetry } from '../limits.js';
import { keyBytes, kindPrefix } from '../registry/keys.js';
import { listObjects } from '../registry/list.js';
import { keptObject } from '../registry/kept-object.js';
import { decodeStored, withVersion, type StoredObject } from '../registry/stored-object.js';
import { EventRing, type CacheEvent } from './event-ring.js';

const busyKinds: readonly KindName[] = ['Pod', 'Event', 'Endpoints'];

/** Size of the changes that are kept of a kind. */
export function eventBytesMaxOf(kind: KindName): number {
  return busyKinds.includes(kind) ? busyCacheEventBytesMax : cacheEventBytesMax;
}

/** What a cache tells those who read it. Neither call may throw. */
export interface CacheReader {
  /** There may be something new in the ring. */
  wake(): void;
  /** The ring this reader reads is no longer fed. */
  end(error: ApiStatusError): void;
}

export interface WatchCacheOptions {
  readonly kind: KindName;
  readonly store: Pick<EtcdClient, 'range' | 'watch'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly eventsMax?: number | undefined;
}

export class WatchCache {
  /** Keys to objects, as of {@link revision}; undefined until the first list is in. */
  private objects: Map<string, StoredObject> | undefined;
  private latestRevision = 0;
  private ring: EventRing | undefined;
  private readonly readers = new Set<CacheReader>();
  /** Since the start: changes that came, events that watches were given, times that it was filled. */
  readonly counts = { received: 0, given: 0, filled: 0 };
  private subscription: Subscription | undefined;
  private timer: Timer | undefined;
  private stopped = false;
  /** Counts the fillings that were begun: only the last one counts. */
  private filling = 0;
  private readonly backoff = new Backoff(cacheRetry, systemPrng);
  private resolveReady: () => void = () => undefined;
  /** Resolves when the cache has been filled for the first time. */
  readonly ready = new Promise<void>((resolve) => (this.resolveReady = resolve));

  constructor(private readonly options: WatchCacheOptions) {}

  get kind(): KindName {
    return this.options.kind;
  }

  get synced(): boolean {
    return this.objects !== undefined;
  }

  /** Every change up to here is in the cache. */
  get revision(): number {
    return this.latestRevision;
  }

  /** Watches of clients. */
  get watchers(): number {
    return this.readers.size;
  }

  get size(): number {
    return this.objects?.size ?? 0;
  }

  get events(): EventRing | undefined {
    return this.ring;
  }

  get(key: string): StoredObject | undefined {
    return this.objects?.get(key);
  }

  /** In the order of their keys, as the store lists them. */
  list(prefix: string): StoredObject[] {
    const found = [...(this.objects?.values() ?? [])].filter(({ key }) => key.startsWith(prefix));
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** In no order: for looking through many without sorting them. */
  *within(prefix: string): Generator<StoredObject> {
    for (const stored of this.objects?.values() ?? []) if (stored.key.startsWith(prefix)) yield stored;
  }

  attach(reader: CacheReader): void {
    this.readers.add(reader);
  }

  detach(reader: CacheReader): void {
    this.readers.delete(reader);
  }

  start(): void {
    const round = ++this.filling;
    this.fill(round).catch((error: unknown) => {
      if (round === this.filling) this.retry(error);
    });
  }

  /** Reads everything anew; watchers list again. */
  refill(): void {
    if (this.stopped) return;
    this.timer?.cancel();
    this.subscription?.unsubscribe();
    this.empty();
    this.start();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    this.subscription?.unsubscribe();
  }

  private async fill(round: number): Promise<void> {
    const { kind, store, logger } = this.options;
    const query = { kind, namespace: '', limit: 0, continueToken: '' };
    const keep = (stored: StoredObject): StoredObject => keptObject(kind, stored);
    const { items, revision } = await listObjects(store, query, logger, undefined, keep);
    if (this.stopped || round !== this.filling) return;
    this.objects = new Map(items.map((stored) => [stored.key, stored]));
    this.latestRevision = revision;
    this.ring = new EventRing(revision, this.options.eventsMax ?? cacheEventsMax, eventBytesMaxOf(kind));
    this.counts.filled++;
    this.backoff.reset();
    this.resolveReady();
    const key = keyBytes(kindPrefix(kind));
    this.subscription = store
      .watch({ key, rangeEnd: prefixEnd(key), startRevision: revision + 1, progressNotify: true })
      .subscribe({ next: (batch) => this.onBatch(batch), error: (error: unknown) => this.retry(error) });
  }

  private retry(error: unknown): void {
    if (this.stopped) return;
    const pauseMs = this.backoff.nextMs();
    this.options.logger.warn({ kind: this.kind, err: error, pauseMs }, 'watch cache lost the store; filling it anew');
    this.empty();
    this.timer = this.options.clock.setTimeout(() => this.start(), pauseMs);
  }

  private empty(): void {
    const readers = [...this.readers];
    this.readers.clear();
    this.objects = undefined;
    this.ring = undefined;
    const ended = expired('too old resource version: the watch cache was built anew');
    for (const reader of readers) reader.end(ended);
  }

  private onBatch(batch: EtcdWatchBatch): void {
    if (this.objects === undefined || this.ring === undefined) return;
    this.counts.received += batch.events.length;
    for (const event of batch.events) {
      const change = this.apply(this.objects, event);
      this.latestRevision = Math.max(this.latestRevision, event.kv.modRevision);
      if (change !== undefined) this.ring.append(change);
    }
    if (batch.kind === 'progress') this.latestRevision = Math.max(this.latestRevision, batch.revision);
    if (batch.events.length > 0) for (const reader of this.readers) reader.wake();
  }

  private apply(objects: Map<string, StoredObject>, event: EtcdEvent): CacheEvent | undefined {
    const key = fromUtf8(event.kv.key);
    const revision = event.kv.modRevision;
    const before = objects.get(key);
    if (event.type === 'delete') {
      objects.delete(key);
      return before === undefined ? undefined : { revision, before, after: undefined };
    }
    try {
      const after = keptObject(this.kind, decodeStored(this.kind, event.kv));
      objects.set(key, after);
      return { revision, before, after };
    } catch (error) {
      // Somebody wrote past us. For watchers the object is gone until it can be read again.
      this.options.logger.error({ err: error }, 'cannot read a stored object; it is left out');
      objects.delete(key);
      return before === undefined ? undefined : { revision, before, after: undefined };
    }
  }
}

/** The last state of a deleted object carries the version of its deletion, so that a watch can resume after it. */
export function lastState(before: StoredObject, revision: number): StoredObject['object'] {
  return withVersion(before.object, revision);
}

/**
 * One client's watch: a position in the ring of a cache, a selection, and a sink that says when it is full. Pulls events
 * while the sink takes them and goes on when it drains, so that a slow client holds no memory of ours; one that the
 * ring has passed over is cut, and told so.
 *
 * An object that begins or ceases to match the selection is ADDED or DELETED for this watcher, as in Kubernetes.
 */
import { expired, type ApiStatusError, type Selectable } from '@kuorum/api';
import type { Clock, Timer } from '@kuorum/base';
import { bookmarkIntervalMs, watchBurstEvents } from '../limits.js';
import type { EncodableObject } from '../registry/object-bytes.js';
import type { StoredObject } from '../registry/stored-object.js';
import type { CacheEvent, EventRing } from './event-ring.js';
import { lastState, type CacheReader, type WatchCache } from './watch-cache.js';

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';

export interface WatchSink {
  /** `source` is what the object was made from, for sinks that encode once for all watchers. False: wait for `drained`. */
  write(type: WatchEventType, item: EncodableObject, source: object): boolean;
  /** A version after which nothing was left out. */
  bookmark(revision: number, endsInitial?: boolean): boolean;
  /** Without an error the watch ended as planned. */
  end(error?: ApiStatusError): void;
}

export interface WatcherOptions {
  readonly cache: WatchCache;
  readonly sink: WatchSink;
  /** Whether the key lies in what is watched; keys are cheaper to look at than objects. */
  readonly keyPrefix: string;
  readonly matches: (object: Selectable) => boolean;
  /** Sent first, as ADDED. */
  readonly initial: readonly StoredObject[];
  /** Events after this one are sent. */
  readonly startRevision: number;
  readonly bookmarks: boolean;
  /** After the initial objects comes a bookmark that says so. */
  readonly markInitialEnd?: boolean;
  /** 0: no end. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export class Watcher implements CacheReader {
  private readonly options: Omit<WatcherOptions, 'initial'>;
  /** Let go of once it is sent: a watch lasts an hour, and the state that it began with is soon that of nobody else. */
  private initial: readonly StoredObject[];
  private initialSent = 0;
  private markPending: boolean;
  private position = 0;
  private ring: EventRing | undefined;
  private full = false;
  private done = false;
  private sentRevision: number;
  private yielding: Timer | undefined;
  private endTimer: Timer | undefined;
  private bookmarkTimer: Timer | undefined;

  constructor({ initial, ...options }: WatcherOptions) {
    this.initial = initial;
    this.options = options;
    this.sentRevision = options.startRevision;
    this.markPending = options.markInitialEnd ?? false;
  }

  /** Ends at once with Expired when the ring no longer has what comes after the start. */
  start(): void {
    const { cache, startRevision, clock, timeoutMs, bookmarks } = this.options;
    this.ring = cache.events;
    const position = this.ring?.positionAfter(startRevision);
    if (this.ring === undefined || position === undefined) {
      const oldest = this.ring?.oldestRevision ?? 0;
      return this.end(expired(`too old resource version: ${startRevision} (${oldest})`));
    }
    this.position = position;
    cache.attach(this);
    if (timeoutMs > 0) this.endTimer = clock.setTimeout(() => this.finish(), timeoutMs);
    if (bookmarks) this.scheduleBookmark();
    this.pump();
  }

  wake(): void {
    if (!this.full && this.yielding === undefined) this.pump();
  }

  /** The sink takes more. */
  drained(): void {
    this.full = false;
    this.pump();
  }

  end(error?: ApiStatusError): void {
    if (this.done) return;
    this.close();
    this.options.sink.end(error);
  }

  /** The client is gone. */
  close(): void {
    this.done = true;
    this.forgetInitial();
    this.yielding?.cancel();
    this.endTimer?.cancel();
    this.bookmarkTimer?.cancel();
    this.options.cache.detach(this);
  }

  private pump(): void {
    for (let written = 0; !this.done && !this.full;) {
      if (written >= watchBurstEvents) {
        this.yielding = this.options.clock.setTimeout(() => {
          this.yielding = undefined;
          this.wake();
        }, 0);
        return;
      }
      const step = this.step();
      if (step === 'idle') return;
      if (step === 'wrote') written++;
    }
  }

  private step(): 'wrote' | 'skipped' | 'idle' {
    const { sink, startRevision } = this.options;
    const stored = this.initial[this.initialSent];
    if (stored !== undefined) {
      if (++this.initialSent === this.initial.length) this.forgetInitial();
      this.full = !sink.write('ADDED', stored, stored);
      return 'wrote';
    }
    if (this.markPending) {
      this.markPending = false;
      this.full = !sink.bookmark(startRevision, true);
      return 'wrote';
    }
    const ring = this.ring as EventRing;
    if (!ring.holds(this.position)) {
      this.end(expired(`too old resource version: the watch was too slow and was cut at ${this.sentRevision}`));
      return 'idle';
    }
    const event = ring.at(this.position);
    if (event === undefined) return 'idle';
    this.position++;
    return this.deliver(event) ? 'wrote' : 'skipped';
  }

  private forgetInitial(): void {
    this.initial = [];
    this.initialSent = 0;
  }

  private deliver(event: CacheEvent): boolean {
    const { startRevision, sink } = this.options;
    if (event.revision <= startRevision) return false;
    const before = this.selected(event.before);
    const after = this.selected(event.after);
    this.sentRevision = event.revision;
    if (after !== undefined) {
      this.full = !sink.write(before === undefined ? 'ADDED' : 'MODIFIED', after, event);
    } else if (before !== undefined) {
      this.full = !sink.write('DELETED', { object: lastState(before, event.revision) }, event);
    } else return false;
    return true;
  }

  private selected(stored: StoredObject | undefined): StoredObject | undefined {
    const { keyPrefix, matches } = this.options;
    return stored !== undefined && stored.key.startsWith(keyPrefix) && matches(stored.selectable) ? stored : undefined;
  }

  private scheduleBookmark(): void {
    this.bookmarkTimer = this.options.clock.setTimeout(() => {
      this.bookmark();
      if (!this.done) this.scheduleBookmark();
    }, bookmarkIntervalMs);
  }

  /** Only when everything the cache knows was delivered or passed over. */
  private bookmark(): void {
    const { cache, sink } = this.options;
    if (this.done || this.full || this.markPending || this.initial.length > 0 || this.ring !== cache.events) return;
    if (this.position !== this.ring?.endPosition) return;
    const revision = Math.max(cache.revision, this.sentRevision);
    this.full = !sink.bookmark(revision);
  }

  private finish(): void {
    if (this.options.bookmarks) this.bookmark();
    this.end();
  }
}

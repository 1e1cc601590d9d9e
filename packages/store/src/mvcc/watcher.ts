/**
 * One watch: what it wants, how far it is, and a bounded buffer between the store and whoever delivers.
 *
 * ```
 *            buffer full                  room again                 caught up
 *  synced ───────────────▶ victim ───────────────────▶ unsynced ───────────────▶ synced
 *                             ▲        buffer full        │
 *                             └───────────────────────────┤ history compacted ──▶ ended
 * ```
 * A synced watcher has every event up to the current revision delivered or in its buffer. For the others
 * `nextRevision` is the first revision that is not in the buffer yet. Divergence: etcd's victim keeps the batch that
 * did not fit; here it is read from the store again, so a slow watcher costs no memory beyond its buffer.
 */
import { isInRange, type KeyRange } from './key-range.js';
import { WATCH_BATCH_BYTES, WATCH_BATCH_EVENTS, WATCHER_BUFFER_BYTES, WATCHER_BUFFER_EVENTS } from './limits.js';
import { asRevision, type Revision, type WatchEvent } from './types.js';

/**
 * `events`: whole revisions in order, up to `revision`: the last one's, or later where nothing lies between; event
 * objects are shared by all watchers, so an encoded form may be kept in a WeakMap beside them. `compacted`: the history
 * asked for is gone, the watcher has ended.
 */
export type WatchBatch =
  | { readonly kind: 'events'; readonly revision: Revision; readonly events: readonly WatchEvent[] }
  | { readonly kind: 'compacted'; readonly compactRevision: Revision };

export interface Watcher {
  /** The next batch, or undefined when there is none now. */
  take(): WatchBatch | undefined;
  /** Whether `take` would give something. */
  readonly hasWaiting: boolean;
  /**
   * The revision up to which everything was taken, for a progress notice; undefined while the watcher is behind or has
   * events waiting, and after its end.
   */
  progressRevision(): Revision | undefined;
  /** Ends the watch; idempotent. */
  cancel(): void;
}

export type WatcherState = 'synced' | 'unsynced' | 'victim' | 'ended';

export interface WatcherWants {
  readonly range: KeyRange;
  readonly noPut: boolean;
  readonly noDelete: boolean;
  readonly prevKv: boolean;
  readonly onReady: ((watcher: Watcher) => void) | undefined;
}

export function wantsType(wants: WatcherWants, type: WatchEvent['type']): boolean {
  return !(type === 'put' ? wants.noPut : wants.noDelete);
}

/** What a watcher needs of its store. */
export interface WatcherHome {
  readonly currentRevision: Revision;
  /** So many events have left a watcher's buffer. */
  taken(events: number): void;
  /** The watcher has room again. */
  resume(watcher: BufferedWatcher): void;
  remove(watcher: BufferedWatcher): void;
}

/** What one revision is to a watcher; watchers that are shown the same share it. */
export interface BufferedRevision {
  readonly revision: Revision;
  readonly events: readonly WatchEvent[];
  readonly bytes: number;
}

export function bufferedRevision(revision: Revision, events: readonly WatchEvent[]): BufferedRevision {
  let bytes = 0;
  for (const { kv, prevKv } of events) {
    bytes += kv.key.length + kv.value.length + (prevKv === undefined ? 0 : prevKv.key.length + prevKv.value.length);
  }
  return { revision, events, bytes };
}

export class BufferedWatcher implements Watcher {
  state: WatcherState;
  private readonly buffer: BufferedRevision[] = [];
  private bufferedEvents = 0;
  private bufferedBytes = 0;
  private compactedAt: Revision | undefined;

  constructor(
    private readonly home: WatcherHome,
    readonly wants: WatcherWants,
    public nextRevision: number,
  ) {
    this.state = nextRevision > home.currentRevision ? 'synced' : 'unsynced';
  }

  get hasWaiting(): boolean {
    return this.buffer.length > 0 || this.compactedAt !== undefined;
  }

  take(): WatchBatch | undefined {
    if (this.buffer.length === 0) return this.takeEnd();
    if (this.buffer.length === 1) return this.takeOnly();
    const events: WatchEvent[] = [];
    let bytes = 0;
    let taken = 0;
    for (const entry of this.buffer) {
      if (taken > 0 && events.length + entry.events.length > WATCH_BATCH_EVENTS) break;
      if (taken > 0 && bytes + entry.bytes > WATCH_BATCH_BYTES) break;
      for (const event of entry.events) events.push(event);
      bytes += entry.bytes;
      taken++;
    }
    const revision = asRevision(this.buffer[taken - 1]?.revision ?? 0);
    this.buffer.splice(0, taken);
    this.bufferedEvents -= events.length;
    this.bufferedBytes -= bytes;
    this.home.taken(events.length);
    if (this.state === 'victim' && this.hasRoomAgain()) this.home.resume(this);
    return { kind: 'events', revision, events };
  }

  progressRevision(): Revision | undefined {
    return this.state === 'synced' && this.buffer.length === 0 ? this.home.currentRevision : undefined;
  }

  cancel(): void {
    this.home.remove(this);
    this.state = 'ended';
    this.buffer.length = 0;
    this.compactedAt = undefined;
  }

  /** Events that wait to be taken. */
  get pendingEventCount(): number {
    return this.bufferedEvents;
  }

  wantsEvent(event: WatchEvent, key: string): boolean {
    if (event.kv.modRevision < this.nextRevision) return false;
    if (!wantsType(this.wants, event.type)) return false;
    return isInRange(this.wants.range, key);
  }

  /** False = no room, nothing taken. A revision is never split: into an empty buffer any fits. */
  offer(entry: BufferedRevision): boolean {
    if (this.buffer.length > 0) {
      if (this.bufferedEvents + entry.events.length > WATCHER_BUFFER_EVENTS) return false;
      if (this.bufferedBytes + entry.bytes > WATCHER_BUFFER_BYTES) return false;
    }
    this.buffer.push(entry);
    this.bufferedEvents += entry.events.length;
    this.bufferedBytes += entry.bytes;
    this.wants.onReady?.(this);
    return true;
  }

  /** What it wants up to `revision` is in the buffer: the last batch is of that revision, also without events of it. */
  caughtUp(revision: Revision): void {
    const last = this.buffer.pop();
    if (last !== undefined) this.buffer.push({ ...last, revision });
  }

  endCompacted(compactRevision: Revision): void {
    this.state = 'ended';
    this.compactedAt = compactRevision;
    this.wants.onReady?.(this);
  }

  /** The usual case, without a copy: all watchers of a change give the same array of events. */
  private takeOnly(): WatchBatch | undefined {
    const only = this.buffer.pop();
    if (only === undefined) return undefined;
    this.bufferedEvents = 0;
    this.bufferedBytes = 0;
    this.home.taken(only.events.length);
    if (this.state === 'victim') this.home.resume(this);
    return { kind: 'events', revision: only.revision, events: only.events };
  }

  private takeEnd(): WatchBatch | undefined {
    const compactRevision = this.compactedAt;
    this.compactedAt = undefined;
    return compactRevision === undefined ? undefined : { kind: 'compacted', compactRevision };
  }

  private hasRoomAgain(): boolean {
    return this.bufferedEvents <= WATCHER_BUFFER_EVENTS / 2 && this.bufferedBytes <= WATCHER_BUFFER_BYTES / 2;
  }
}

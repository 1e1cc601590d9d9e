/**
 * The places of one queue (key-queue.ts) in the order of their create revisions, as long as anybody here waits in it:
 * looked through once, then kept up by one watch on the queue's prefix. A thousand who wait cost one look at the queue,
 * and one release wakes one of them, whatever the length of the queue and of its name.
 *
 * Invariant: while `watcher` is there, the list is what the store held at the last {@link follow}; every public call
 * follows first. Without it nothing is known: who waited was woken, and the next look goes through the queue anew.
 */
import { prefixEnd } from '@kuorum/base';
import { keyRange, toByteString, type KeyValue, type WatchEvent, type Watcher } from '../../mvcc/index.js';
import { etcdError } from '../errors.js';
import type { SnapshotInstaller } from '../snapshot-installer.js';
import type { StateMachine } from '../state-machine.js';

interface Standing {
  /** The key behind the prefix: a queue's name may be long. */
  readonly suffix: string;
  readonly created: number;
  before: Standing | undefined;
  after: Standing | undefined;
  /** Who waits for news of this place: it is gone, or what stands before it is. */
  readonly waiting: Set<() => void>;
}

/** What it needs of the member. */
export interface QueueHome {
  readonly machine: Pick<StateMachine, 'mvcc' | 'watches'>;
  readonly installer: Pick<SnapshotInstaller, 'onInstall'>;
  soon(fn: () => void): void;
}

export interface LookedAt {
  /** Nobody stands before the place. */
  readonly isFirst: boolean;
}

/** Places that all queues of a member keep together. */
export interface PlacesKept {
  readonly max: number;
  count: number;
}

export class QueueOrder {
  /** Calls that look at it. */
  users = 0;
  private readonly places = new Map<string, Standing>();
  private head: Standing | undefined;
  private last: Standing | undefined;
  private watcher: Watcher | undefined;
  private following = false;
  private readonly prefixLength: number;
  private readonly forgetInstall: () => void;

  constructor(
    private readonly member: QueueHome,
    private readonly prefix: Uint8Array,
    private readonly kept: PlacesKept,
  ) {
    this.prefixLength = prefix.length;
    this.forgetInstall = member.installer.onInstall(() => this.drop());
  }

  /** Undefined when nobody created `key` at `created`, or it is deleted. */
  look(key: Uint8Array, created: number): LookedAt | undefined {
    const place = this.find(key, created);
    return place === undefined ? undefined : { isFirst: beforeOf(place) === undefined };
  }

  /** Whose key is the oldest. */
  first(): KeyValue | undefined {
    this.catchUp();
    let first = this.head;
    // Of those that one transaction created the lowest key, as a sorted read gives it.
    for (let next = first?.after; next !== undefined && next.created === first?.created; next = next.after) {
      if (next.suffix < first.suffix) first = next;
    }
    if (first === undefined) return undefined;
    const { mvcc } = this.member.machine;
    const at = mvcc.locate(toByteString(this.prefix) + first.suffix, mvcc.currentRevision);
    return at === undefined ? undefined : mvcc.load(at);
  }

  /** Resolves when what {@link look} says of the place may have changed. */
  untilChanged(key: Uint8Array, created: number, signal: AbortSignal): Promise<void> {
    // An abort that was before is not told again.
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const place = this.find(key, created);
    if (place === undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        place.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        if (signal.aborted) reject(signal.reason as Error);
        // In a turn of its own: whoever wakes it is in the middle of the list.
        else setImmediate(resolve);
      };
      place.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  close(): void {
    this.forgetInstall();
    this.drop();
  }

  private find(key: Uint8Array, created: number): Standing | undefined {
    this.catchUp();
    const place = this.places.get(toByteString(key.subarray(this.prefixLength)));
    return place?.created === created ? place : undefined;
  }

  private catchUp(): void {
    this.follow();
    if (this.watcher === undefined) this.load();
  }

  /** Takes in what has happened; when that is not all known, drops everything. */
  private follow(): void {
    const { watcher } = this;
    if (watcher === undefined) return;
    for (let batch = watcher.take(); batch !== undefined; batch = watcher.take()) {
      if (batch.kind === 'compacted') break;
      for (const event of batch.events) this.take(event);
    }
    if (watcher.progressRevision() === undefined || this.kept.count > this.kept.max) this.drop();
  }

  private take({ type, kv }: WatchEvent): void {
    const suffix = toByteString(kv.key.subarray(this.prefixLength));
    const place = this.places.get(suffix);
    if (type === 'delete') {
      if (place !== undefined) this.remove(place);
    } else if (place === undefined) this.append(suffix, kv.createRevision);
  }

  private load(): void {
    const { mvcc, watches } = this.member.machine;
    const found: { suffix: string; created: number }[] = [];
    const room = this.kept.max - this.kept.count;
    mvcc.forEach(keyRange(this.prefix, prefixEnd(this.prefix)), mvcc.currentRevision, ({ createRevision }, key) => {
      found.push({ suffix: key.slice(this.prefixLength), created: createRevision });
      return found.length <= room;
    });
    if (found.length > room) throw etcdError('tooManyRequests');
    found.sort((a, b) => a.created - b.created);
    for (const { suffix, created } of found) this.append(suffix, created);
    this.watcher = watches.watch({
      key: this.prefix,
      rangeEnd: prefixEnd(this.prefix),
      onReady: () => this.followSoon(),
    });
  }

  /** A watcher is told from inside a store call. */
  private followSoon(): void {
    if (this.following) return;
    this.following = true;
    this.member.soon(() => {
      this.following = false;
      this.follow();
    });
  }

  private append(suffix: string, created: number): void {
    const place: Standing = { suffix, created, before: this.last, after: undefined, waiting: new Set() };
    if (this.last === undefined) this.head = place;
    else this.last.after = place;
    this.last = place;
    this.places.set(suffix, place);
    this.kept.count++;
  }

  private remove(place: Standing): void {
    const { before, after } = place;
    if (before === undefined) this.head = after;
    else before.after = after;
    if (after === undefined) this.last = before;
    else after.before = before;
    this.places.delete(place.suffix);
    this.kept.count--;
    wakeAll(place);
    // Those of one transaction stand side by side, and before all of the next one.
    if (after?.created === place.created) return;
    for (let next = after; next !== undefined && next.created === after?.created; next = next.after) wakeAll(next);
  }

  /** All is forgotten, and whoever waits looks again. */
  private drop(): void {
    this.watcher?.cancel();
    this.watcher = undefined;
    const places = [...this.places.values()];
    this.kept.count -= places.length;
    this.places.clear();
    this.head = undefined;
    this.last = undefined;
    for (const place of places) wakeAll(place);
  }
}

function beforeOf(place: Standing): Standing | undefined {
  let { before } = place;
  while (before?.created === place.created) before = before.before;
  return before;
}

function wakeAll({ waiting }: Standing): void {
  for (const wake of [...waiting]) wake();
}

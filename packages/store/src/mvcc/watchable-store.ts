/**
 * Watches over a store (etcd `server/storage/mvcc/watchable_store.go`). A watcher is synced (told of each commit as it
 * happens), unsynced (history is replayed to it in slices) or a victim (its buffer is full; it waits for its reader).
 *
 * Guarantees, by etcd's names: Ordered, Unique, Reliable (no gap), Atomic (a revision is never split), Resumable,
 * Bookmarkable (`progressRevision` never runs ahead of what was taken).
 */
import { toByteString } from './byte-string.js';
import type { Commit } from './commit.js';
import { keyRange } from './key-range.js';
import { WATCH_SYNC_SLICE_BYTES, WATCH_SYNC_SLICE_REVISIONS, WATCH_SYNC_SLICE_WATCHERS } from './limits.js';
import type { MvccStore } from './store.js';
import { asRevision, type Revision, type WatchEvent } from './types.js';
import { WatchGroups } from './watch-groups.js';
import {
  bufferedRevision,
  BufferedWatcher,
  wantsType,
  type BufferedRevision,
  type Watcher,
  type WatcherHome,
  type WatcherWants,
} from './watcher.js';

export interface WatchOptions {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  /** First revision to be told of; 0 or absent = from now on. May be in the past, below every history, or in the future. */
  readonly startRevision?: number | undefined;
  readonly noPut?: boolean | undefined;
  readonly noDelete?: boolean | undefined;
  readonly prevKv?: boolean | undefined;
  /** Called when `take()` has something; from inside a store call, so only schedule work in it. */
  readonly onReady?: ((watcher: Watcher) => void) | undefined;
}

export interface WatchableStoreOptions {
  /** Called when a watcher fell behind or came with history to replay: have `syncSlice` called soon. */
  readonly onSyncNeeded?: () => void;
}

interface RevisionEvents {
  readonly revision: Revision;
  readonly events: readonly WatchEvent[];
  readonly keys: readonly string[];
}

export class WatchableStore implements WatcherHome {
  private readonly synced = new WatchGroups();
  private readonly unsynced = new Set<BufferedWatcher>();
  private readonly victims = new Set<BufferedWatcher>();
  private watchers = 0;
  /** Synced watchers were told of everything up to here. */
  private told: Revision;

  constructor(
    readonly store: MvccStore,
    private readonly options: WatchableStoreOptions = {},
  ) {
    this.told = store.currentRevision;
    store.observe({
      wantsPrevious: (name) => this.synced.wantsPrevious(name),
      committed: (commit) => this.committed(commit),
      restored: () => this.restored(),
    });
  }

  get currentRevision(): Revision {
    return this.store.currentRevision;
  }

  /** Watches that have not ended. */
  get watcherCount(): number {
    return this.watchers;
  }

  /** Watchers whose readers do not keep up. */
  get slowWatcherCount(): number {
    return this.victims.size;
  }

  /** Events that wait to be taken, of all watchers. */
  pendingEventCount(): number {
    let count = 0;
    for (const group of [this.synced.all(), this.unsynced, this.victims])
      for (const watcher of group) count += watcher.pendingEventCount;
    return count;
  }

  watch(options: WatchOptions): Watcher {
    const startRevision = options.startRevision ?? 0;
    const watcher = new BufferedWatcher(
      this,
      {
        range: keyRange(options.key, options.rangeEnd),
        noPut: options.noPut ?? false,
        noDelete: options.noDelete ?? false,
        prevKv: options.prevKv ?? false,
        onReady: options.onReady,
      },
      startRevision === 0 ? this.currentRevision + 1 : startRevision,
    );
    this.watchers++;
    if (watcher.state === 'synced') this.synced.add(watcher);
    else this.addUnsynced(watcher);
    return watcher;
  }

  /** Replays a bounded piece of history to watchers that are behind; true while there is more to do. */
  syncSlice(): boolean {
    const chosen = this.chooseUnsynced();
    if (chosen.length > 0) {
      const from = Math.min(...chosen.map((watcher) => watcher.nextRevision));
      const history = this.readHistory(from);
      const next = (history.at(-1)?.revision ?? from - 1) + 1;
      for (const watcher of chosen) this.replay(watcher, history, next);
    }
    return this.unsynced.size > 0;
  }

  /** For watchers. */
  taken(events: number): void {
    this.store.counts.events += events;
  }

  /** For watchers. */
  resume(watcher: BufferedWatcher): void {
    this.victims.delete(watcher);
    this.addUnsynced(watcher);
  }

  /** For watchers. */
  remove(watcher: BufferedWatcher): void {
    if (watcher.state === 'ended') return;
    this.synced.delete(watcher);
    this.unsynced.delete(watcher);
    this.victims.delete(watcher);
    this.watchers--;
  }

  private addUnsynced(watcher: BufferedWatcher): void {
    watcher.state = 'unsynced';
    this.unsynced.add(watcher);
    this.options.onSyncNeeded?.();
  }

  private committed(commit: Commit): void {
    const { revision, events, names, complete = new Map<WatchEvent, WatchEvent>() } = commit;
    this.told = revision;
    if (this.synced.isEmpty) return;
    const [event, second] = events;
    if (event !== undefined && second === undefined) {
      this.committedOne(revision, event, names[0] as string, complete);
      return;
    }
    const full: BufferedWatcher[] = [];
    this.synced.forEachGroup(names, (watchers, positions) => {
      // Those who want the same are shown the same.
      const shown = new Map<string, BufferedRevision | undefined>();
      for (const watcher of watchers) {
        const { wants } = watcher;
        if (watcher.nextRevision > revision) continue;
        const variant = `${wants.noPut} ${wants.noDelete} ${wants.prevKv}`;
        if (!shown.has(variant)) shown.set(variant, this.show(wants, commit, positions, complete));
        const entry = shown.get(variant);
        if (entry !== undefined && !watcher.offer(entry)) full.push(watcher);
      }
    });
    for (const watcher of full) this.fallBehind(watcher, revision);
  }

  private show(
    wants: WatcherWants,
    { revision, events, names }: Commit,
    positions: readonly number[],
    complete: Map<WatchEvent, WatchEvent>,
  ): BufferedRevision | undefined {
    const shown: WatchEvent[] = [];
    for (const i of positions) {
      const event = events[i] as WatchEvent;
      if (!wantsType(wants, event.type)) continue;
      shown.push(wants.prevKv ? this.showPrevious(event, names[i] as string, complete) : event);
    }
    return shown.length === 0 ? undefined : bufferedRevision(revision, shown);
  }

  /** Most changes are one event: nothing is made for each watcher. */
  private committedOne(
    revision: Revision,
    event: WatchEvent,
    key: string,
    complete: Map<WatchEvent, WatchEvent>,
  ): void {
    let plain: BufferedRevision | undefined;
    let withPrevious: BufferedRevision | undefined;
    const full: BufferedWatcher[] = [];
    this.synced.forEachWatching(key, (watcher) => {
      if (!watcher.wantsEvent(event, key)) return;
      const shown = watcher.wants.prevKv
        ? (withPrevious ??= bufferedRevision(revision, [this.showPrevious(event, key, complete)]))
        : (plain ??= bufferedRevision(revision, [event]));
      if (!watcher.offer(shown)) full.push(watcher);
    });
    for (const watcher of full) this.fallBehind(watcher, revision);
  }

  private fallBehind(watcher: BufferedWatcher, revision: Revision): void {
    this.synced.delete(watcher);
    this.becomeVictim(watcher, revision);
  }

  /** Everything was replaced: whoever was synced may have missed what lies between. */
  private restored(): void {
    for (const watcher of this.synced.all()) {
      this.synced.delete(watcher);
      watcher.nextRevision = Math.max(watcher.nextRevision, this.told + 1);
      this.addUnsynced(watcher);
    }
    this.told = this.currentRevision;
  }

  private becomeVictim(watcher: BufferedWatcher, revision: Revision): void {
    watcher.nextRevision = revision;
    watcher.state = 'victim';
    this.victims.add(watcher);
  }

  /** In turns; those whose history is gone end here. */
  private chooseUnsynced(): BufferedWatcher[] {
    const chosen: BufferedWatcher[] = [];
    const { compactRevision } = this.store;
    for (const watcher of [...this.unsynced].slice(0, WATCH_SYNC_SLICE_WATCHERS)) {
      if (watcher.nextRevision >= compactRevision) {
        chosen.push(watcher);
        continue;
      }
      this.remove(watcher);
      watcher.endCompacted(compactRevision);
    }
    return chosen;
  }

  private readHistory(from: number): RevisionEvents[] {
    const history: RevisionEvents[] = [];
    const last = Math.min(this.currentRevision, from + WATCH_SYNC_SLICE_REVISIONS - 1);
    let bytes = 0;
    for (let main = from; main <= last && bytes < WATCH_SYNC_SLICE_BYTES; main++) {
      const revision = asRevision(main);
      const events = this.store.eventsAt(revision);
      for (const { kv } of events) bytes += kv.key.length + kv.value.length;
      history.push({ revision, events, keys: events.map((event) => toByteString(event.kv.key)) });
    }
    return history;
  }

  private replay(watcher: BufferedWatcher, history: readonly RevisionEvents[], next: number): void {
    this.unsynced.delete(watcher);
    if (watcher.state !== 'unsynced') return;
    for (const { revision, events, keys } of history) {
      if (revision < watcher.nextRevision) continue;
      let wanted = events.filter((event, i) => watcher.wantsEvent(event, keys[i] as string));
      if (wanted.length === 0) continue;
      if (watcher.wants.prevKv) wanted = wanted.map((event) => this.showPrevious(event, toByteString(event.kv.key)));
      if (!watcher.offer(bufferedRevision(revision, wanted))) {
        this.becomeVictim(watcher, revision);
        return;
      }
    }
    watcher.nextRevision = Math.max(watcher.nextRevision, next);
    if (watcher.nextRevision > this.currentRevision) {
      watcher.state = 'synced';
      watcher.caughtUp(this.currentRevision);
      this.synced.add(watcher);
    } else {
      this.unsynced.add(watcher);
    }
  }

  private showPrevious(event: WatchEvent, key: string, known?: Map<WatchEvent, WatchEvent>): WatchEvent {
    const shown = known?.get(event);
    if (shown !== undefined) return shown;
    const prevKv = this.store.loadBefore(key, event.kv.modRevision);
    const complete = prevKv === undefined ? event : { ...event, prevKv };
    known?.set(event, complete);
    return complete;
  }
}

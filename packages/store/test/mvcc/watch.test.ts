/** etcd's watch guarantees under their names (api_guarantees; the robustness suite of etcd), and what keeps them. */
import { fromUtf8, utf8, Xoshiro128 } from '@kuorum/base';
import {
  applyRequest,
  asRevision,
  COMPACTED_KEY,
  encodeRecordKey,
  encodeRevision,
  WATCHER_BUFFER_EVENTS,
  WATCH_SYNC_SLICE_REVISIONS,
  WatchableStore,
  type MvccStore,
  type TxnOp,
  type Watcher,
  type WatchEvent,
  type WatchOptions,
} from '@kuorum/store/mvcc';
import { expect } from 'chai';
import { ALL, compactFully, del, newStore, put, reopen, showEvent, type MemoryBackend } from './fixtures.js';

interface Scene {
  readonly store: MvccStore;
  readonly watches: WatchableStore;
  readonly backend: MemoryBackend;
  readonly watch: (options?: Partial<WatchOptions>) => Watcher;
}

function newScene(): Scene {
  const { store, backend } = newStore();
  const watches = new WatchableStore(store);
  return { store, watches, backend, watch: (options = {}) => watches.watch({ ...ALL, ...options }) };
}

function syncAll(watches: WatchableStore): void {
  while (watches.syncSlice());
}

/** Takes what is there; a watch that ended shows `compacted at r`. */
function drain(watcher: Watcher): string[] {
  const lines: string[] = [];
  for (let batch = watcher.take(); batch !== undefined; batch = watcher.take()) {
    if (batch.kind === 'events') lines.push(...batch.events.map(showEvent));
    else lines.push(`compacted at ${batch.compactRevision}`);
  }
  return lines;
}

function putMany(store: MvccStore, keys: readonly string[], value: string): void {
  const success: TxnOp[] = keys.map((key) => ({ kind: 'put', key: utf8(key), value: utf8(value) }));
  applyRequest(store, { kind: 'txn', compare: [], success, failure: [] });
}

describe('watch', () => {
  it('tells of commits as they happen, from now on', () => {
    const { store, watch } = newScene();
    put(store, 'a', '1');
    const watcher = watch();
    expect(drain(watcher)).to.deep.equal([]);
    put(store, 'a', '2');
    del(store, 'a');
    expect(drain(watcher)).to.deep.equal(['3 put a=2', '4 delete a']);
  });

  for (const { name, options, seen } of [
    { name: 'one key', options: { key: 'b' }, seen: ['b'] },
    { name: 'a range', options: { key: 'b', rangeEnd: 'd' }, seen: ['b', 'c'] },
    { name: 'from a key on', options: { key: 'c', rangeEnd: '\0' }, seen: ['c', 'd'] },
  ]) {
    for (const replayed of [false, true]) {
      it(`tells of ${name}, ${replayed ? 'replayed' : 'live'}`, () => {
        const { store, watches, watch } = newScene();
        const rangeEnd = options.rangeEnd === undefined ? undefined : utf8(options.rangeEnd);
        const start = (): Watcher => watch({ key: utf8(options.key), rangeEnd, startRevision: 2 });
        let watcher = start();
        for (const key of ['a', 'b', 'c', 'd']) put(store, key, '1');
        if (replayed) {
          watcher = start();
          syncAll(watches);
        }
        expect(drain(watcher).map((line) => line.slice(6))).to.deep.equal(seen.map((key) => `${key}=1`));
      });
    }
  }

  it('Ordered: revisions never go back, in history, live and across the seam', () => {
    const { store, watches, watch } = newScene();
    for (let i = 0; i < 20; i++) put(store, `k${i % 3}`, String(i));
    const watcher = watch({ startRevision: 5 });
    put(store, 'live', '1');
    syncAll(watches);
    put(store, 'live', '2');
    const revisions = drain(watcher).map((line) => parseInt(line, 10));
    expect(revisions).to.deep.equal(Array.from({ length: 19 }, (_, i) => i + 5));
  });

  it('Unique: an event comes once, however often the watcher changes between live and replay', () => {
    const { store, watches, watch } = newScene();
    const watcher = watch();
    const total = WATCHER_BUFFER_EVENTS * 3;
    const seen: string[] = [];
    for (let i = 0; i < total; i++) {
      put(store, 'a', String(i));
      if (i % 700 === 0) seen.push(...drain(watcher));
      if (i % 900 === 0) syncAll(watches);
    }
    for (let round = 0; round < 5; round++) {
      syncAll(watches);
      seen.push(...drain(watcher));
    }
    expect(new Set(seen).size).to.equal(seen.length);
    expect(seen).to.have.length(total);
  });

  it('Atomic: the changes of one revision come in one batch, also beyond every limit', () => {
    const { store, watches, watch } = newScene();
    const live = watch();
    const keys = Array.from({ length: WATCHER_BUFFER_EVENTS + 100 }, (_, i) => `k${i}`);
    putMany(store, ['a', 'b'], 'x');
    putMany(store, keys, 'y');
    const replayed = watch({ startRevision: 2 });
    for (const watcher of [live, replayed]) {
      const sizes: number[] = [];
      for (let round = 0; round < 3; round++) {
        syncAll(watches);
        for (let batch = watcher.take(); batch !== undefined; batch = watcher.take()) {
          if (batch.kind === 'events') sizes.push(batch.events.length);
        }
      }
      expect(sizes).to.deep.equal([2, keys.length]);
    }
  });

  it('Reliable: a slow watcher loses nothing, and holds no more than its buffer', () => {
    const { store, watches, watch } = newScene();
    const watcher = watch();
    const total = WATCHER_BUFFER_EVENTS * 4;
    for (let i = 0; i < total; i++) put(store, 'a', String(i));
    expect(watches.slowWatcherCount).to.equal(1);
    const seen: string[] = [];
    while (seen.length < total) {
      const batch = watcher.take();
      if (batch?.kind === 'events') seen.push(...batch.events.map(showEvent));
      else expect(watches.syncSlice(), 'a step forward').to.be.a('boolean');
    }
    expect(seen).to.deep.equal(Array.from({ length: total }, (_, i) => `${i + 2} put a=${i}`));
    expect(watches.slowWatcherCount).to.equal(0);
    put(store, 'a', 'live again');
    expect(drain(watcher)).to.deep.equal([`${total + 2} put a=live again`]);
  });

  it('Reliable: no gap when a replay takes several slices and commits go on between them', () => {
    const { store, watches, watch } = newScene();
    const total = WATCH_SYNC_SLICE_REVISIONS * 2 + 10;
    for (let i = 0; i < total; i++) put(store, 'a', String(i));
    const watcher = watch({ startRevision: 2 });
    const seen: string[] = [];
    let extra = 0;
    while (seen.length < total + extra) {
      if (watches.syncSlice() && extra < 20) {
        put(store, 'b', 'between');
        extra++;
      }
      seen.push(...drain(watcher));
    }
    expect(seen.map((line) => parseInt(line, 10))).to.deep.equal(
      Array.from({ length: total + extra }, (_, i) => i + 2),
    );
  });

  it('Resumable: a watch from the last seen revision + 1 goes on where another stopped', () => {
    const { store, watches, watch } = newScene();
    const first = watch();
    for (const key of ['a', 'b', 'c']) put(store, key, '1');
    const seen = drain(first);
    first.cancel();
    for (const key of ['d', 'e']) put(store, key, '1');
    const second = watch({ startRevision: 5 });
    syncAll(watches);
    put(store, 'f', '1');
    expect([...seen, ...drain(second)].map((line) => line.slice(6))).to.deep.equal(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => `${key}=1`),
    );
  });

  it('Resumable: a start below the compacted revision is told so, at it is served, the deletion there too', () => {
    const { store, watches, watch } = newScene();
    put(store, 'a', '1');
    put(store, 'a', '2');
    del(store, 'a'); // revision 4
    put(store, 'b', '1');
    compactFully(store, 4);
    const [below, at] = [watch({ startRevision: 3 }), watch({ startRevision: 4 })];
    expect(watches.watcherCount).to.equal(2);
    syncAll(watches);
    expect(drain(below)).to.deep.equal(['compacted at 4']);
    expect(drain(at)).to.deep.equal(['4 delete a', '5 put b=1']);
    expect(watches.watcherCount).to.equal(1);
    put(store, 'c', '1');
    expect(drain(below)).to.deep.equal([]);
  });

  it('Resumable: at the compacted revision nothing need be left, as where a snapshot of etcd was restored', () => {
    const { store: old, backend } = newStore();
    put(old, 'a', '1');
    del(old, 'a'); // revision 3
    put(old, 'b', '1');
    compactFully(old, 3);
    // etcd 3.4 does not keep the deletion; with --mark-compacted no revision at all was ever written there.
    backend.delete(encodeRecordKey(asRevision(3), 0));
    for (const { compacted, seen } of [
      { compacted: 3, seen: ['4 put b=1'] },
      { compacted: 1004, seen: [] },
    ]) {
      backend.put(COMPACTED_KEY, encodeRevision(asRevision(compacted)));
      const store = reopen(backend);
      const watches = new WatchableStore(store);
      const watcher = watches.watch({ ...ALL, startRevision: compacted });
      syncAll(watches);
      expect(drain(watcher)).to.deep.equal(seen);
      expect(watcher.progressRevision()).to.equal(store.currentRevision);
      put(store, 'c', '1');
      expect(drain(watcher)).to.deep.equal([`${store.currentRevision} put c=1`]);
      watcher.cancel();
      backend.delete(encodeRecordKey(store.currentRevision, 0));
    }
  });

  it('Resumable: a start below zero is below every history, compacted or not', () => {
    const { store, watches, watch } = newScene();
    for (const value of ['1', '2', '3']) put(store, 'a', value);
    const before = watch({ startRevision: -1 });
    syncAll(watches);
    expect(drain(before)).to.deep.equal(['compacted at 0']);
    compactFully(store, 3);
    const after = watch({ startRevision: -3 });
    syncAll(watches);
    expect(drain(after)).to.deep.equal(['compacted at 3']);
  });

  it('Resumable: a watcher whose history is compacted while it is slow gets its buffer, then the end', () => {
    const { store, watches, watch } = newScene();
    const watcher = watch();
    const total = WATCHER_BUFFER_EVENTS * 2;
    for (let i = 0; i < total; i++) put(store, 'a', String(i));
    compactFully(store, store.currentRevision);
    const seen: string[] = [];
    for (let i = 0; i < 20; i++) {
      seen.push(...drain(watcher));
      syncAll(watches);
    }
    expect(seen).to.have.length(WATCHER_BUFFER_EVENTS + 1);
    expect(seen.at(-1)).to.equal(`compacted at ${store.currentRevision}`);
  });

  it('Bookmarkable: progress never runs ahead of what was taken', () => {
    const { store, watches, watch } = newScene();
    put(store, 'a', '1');
    const watcher = watch({ startRevision: 2 });
    expect(watcher.progressRevision(), 'history to come').to.equal(undefined);
    syncAll(watches);
    expect(watcher.progressRevision(), 'events wait').to.equal(undefined);
    drain(watcher);
    expect(watcher.progressRevision()).to.equal(2);
    put(store, 'b', '1');
    expect(watcher.progressRevision(), 'an event waits').to.equal(undefined);
    drain(watcher);
    expect(watcher.progressRevision()).to.equal(3);
    for (let i = 0; i <= WATCHER_BUFFER_EVENTS; i++) put(store, 'c', '1');
    drain(watcher);
    expect(watcher.progressRevision(), 'fell behind').to.equal(undefined);
    syncAll(watches);
    drain(watcher);
    expect(watcher.progressRevision()).to.equal(store.currentRevision);
    watcher.cancel();
    expect(watcher.progressRevision(), 'ended').to.equal(undefined);
  });

  it('Bookmarkable: a watcher of other keys moves on with the store', () => {
    const { store, watches, watch } = newScene();
    put(store, 'a', '1');
    const watcher = watch({ key: utf8('other'), rangeEnd: undefined, startRevision: 1 });
    syncAll(watches);
    put(store, 'a', '2');
    expect(watcher.progressRevision()).to.equal(3);
  });

  it('Bookmarkable: the last batch of a replay is of the revision that it came up to, as in etcd', () => {
    const { store, watches, watch } = newScene();
    const total = WATCH_SYNC_SLICE_REVISIONS + 10;
    for (let i = 0; i < total; i++) put(store, 'a', '1');
    put(store, 'other', '1');
    const watcher = watch({ key: utf8('a'), rangeEnd: undefined, startRevision: 2 });
    const revisions: number[] = [];
    const lasts: number[] = [];
    const drainRevisions = (): void => {
      for (let batch = watcher.take(); batch !== undefined; batch = watcher.take()) {
        if (batch.kind !== 'events') continue;
        revisions.push(batch.revision);
        lasts.push(batch.events.at(-1)?.kv.modRevision ?? 0);
      }
    };
    while (watches.syncSlice()) drainRevisions();
    drainRevisions();
    expect(lasts.at(-1)).to.equal(total + 1);
    expect(revisions).to.deep.equal([...lasts.slice(0, -1), store.currentRevision]);
    put(store, 'a', '2');
    put(store, 'other', '2');
    drainRevisions();
    expect(revisions.at(-1), 'live: of its events').to.equal(lasts.at(-1));
  });

  it('Filter: no puts, no deletions, in history and live', () => {
    for (const { options, seen } of [
      { options: { noPut: true }, seen: ['3 delete a', '5 delete a'] },
      { options: { noDelete: true }, seen: ['2 put a=1', '4 put a=2'] },
      { options: { noPut: true, noDelete: true }, seen: [] },
    ]) {
      const { store, watches, watch } = newScene();
      put(store, 'a', '1');
      del(store, 'a');
      const watcher = watch({ ...options, startRevision: 2 });
      syncAll(watches);
      put(store, 'a', '2');
      del(store, 'a');
      expect(drain(watcher)).to.deep.equal(seen);
    }
  });

  it('PrevKV: the version before, in history and live; none at a creation', () => {
    const { store, watches, watch } = newScene();
    put(store, 'a', '1');
    put(store, 'a', '2');
    const watcher = watch({ prevKv: true, startRevision: 2 });
    const plain = watch({ startRevision: 2 });
    syncAll(watches);
    del(store, 'a');
    put(store, 'a', '3');
    const expected = ['2 put a=1', '3 put a=2 (a=1)', '4 delete a (a=2)', '5 put a=3'];
    expect(drain(watcher)).to.deep.equal(expected);
    expect(drain(plain)).to.deep.equal(expected.map((line) => line.replace(/ \(.*/, '')));
  });

  it('PrevKV: left out when the version before is compacted away', () => {
    const { store, watches, watch } = newScene();
    put(store, 'a', '1');
    put(store, 'a', '2');
    put(store, 'a', '3');
    compactFully(store, 3);
    const watcher = watch({ prevKv: true, startRevision: 3 });
    syncAll(watches);
    expect(drain(watcher)).to.deep.equal(['3 put a=2', '4 put a=3 (a=2)']);
  });

  it('IsCreate: a put of a new key has createRevision = modRevision', () => {
    const { store, watch } = newScene();
    const watcher = watch();
    put(store, 'a', '1');
    put(store, 'a', '2');
    const batch = watcher.take();
    const events: readonly WatchEvent[] = batch?.kind === 'events' ? batch.events : [];
    expect(events.map(({ kv }) => kv.createRevision === kv.modRevision)).to.deep.equal([true, false]);
  });

  it('a watch on a future revision gets nothing older', () => {
    const { store, watches, watch } = newScene();
    const watcher = watch({ startRevision: 4 });
    for (const value of ['1', '2', '3', '4']) put(store, 'a', value);
    syncAll(watches);
    expect(drain(watcher)).to.deep.equal(['4 put a=3', '5 put a=4']);
  });

  it('a watcher behind is not lost when the store is restored, and one that is synced hears nothing twice', () => {
    const { store, watches, watch, backend } = newScene();
    put(store, 'a', '1');
    const synced = watch();
    const slow = watch({ startRevision: 2 });
    put(store, 'a', '2');
    expect(drain(synced)).to.deep.equal(['3 put a=2']);
    // As a snapshot from the leader would: the same history and two revisions more.
    const { store: leader, backend: leaderBackend } = newStore();
    for (const value of ['1', '2', '3', '4']) put(leader, 'a', value);
    for (const [key, value] of leaderBackend.records()) {
      backend.put(key, value);
      store.restoreRecord(key, value);
    }
    store.finishRestore();
    expect(synced.progressRevision()).to.equal(undefined);
    syncAll(watches);
    expect(drain(synced)).to.deep.equal(['4 put a=3', '5 put a=4']);
    expect(drain(slow)).to.deep.equal(['2 put a=1', '3 put a=2', '4 put a=3', '5 put a=4']);
    put(store, 'a', '5');
    expect(drain(synced)).to.deep.equal(['6 put a=5']);
  });

  it('says when there is something to take and when history has to be read', () => {
    const { store } = newStore();
    let syncNeeded = 0;
    const watches = new WatchableStore(store, { onSyncNeeded: () => void syncNeeded++ });
    const ready: Watcher[] = [];
    const watcher = watches.watch({ ...ALL, onReady: (w) => void ready.push(w) });
    put(store, 'a', '1');
    expect(ready).to.deep.equal([watcher]);
    expect(syncNeeded).to.equal(0);
    watches.watch({ ...ALL, startRevision: 1 });
    expect(syncNeeded).to.equal(1);
  });

  it('a cancelled watch hears nothing any more', () => {
    const { store, watches, watch } = newScene();
    const watcher = watch();
    put(store, 'a', '1');
    watcher.cancel();
    watcher.cancel();
    put(store, 'a', '2');
    expect(drain(watcher)).to.deep.equal([]);
    expect(watches.watcherCount).to.equal(0);
  });

  it('shares one event object between watchers', () => {
    const { store, watch } = newScene();
    const [a, b] = [watch(), watch()];
    put(store, 'a', '1');
    const [first, second] = [a.take(), b.take()];
    expect(first?.kind === 'events' && first.events[0]).to.equal(second?.kind === 'events' && second.events[0]);
  });

  for (let seed = 1; seed <= 5; seed++) {
    it(`every watcher sees exactly its part of the history, seed ${seed}`, () => {
      const prng = new Xoshiro128(seed);
      const { store, watches, watch } = newScene();
      const key = (): string => `k${prng.int(9)}`;
      const watched: { watcher: Watcher; from: number; start: string; end: string; seen: WatchEvent[] }[] = [];
      const takeSome = (): void => {
        for (const { watcher, seen } of watched) {
          if (prng.int(3) > 0) continue;
          const batch = watcher.take();
          if (batch?.kind === 'events') seen.push(...batch.events);
        }
      };
      for (let i = 0; i < 3000; i++) {
        if (prng.int(4) === 0) del(store, key(), key());
        else putMany(store, [...new Set([key(), key()])], String(i));
        if (prng.int(100) === 0) {
          const [start, end] = [key(), key()].sort() as [string, string];
          const from = 1 + prng.int(store.currentRevision + 20);
          const watcher = watch({ key: utf8(start), rangeEnd: utf8(end), startRevision: from });
          if (start !== end) watched.push({ watcher, from, start, end, seen: [] });
        }
        if (prng.int(20) === 0) takeSome();
        if (prng.int(40) === 0) watches.syncSlice();
      }
      for (let round = 0; round < 20; round++) {
        syncAll(watches);
        for (const { watcher, seen } of watched) {
          for (let batch = watcher.take(); batch !== undefined; batch = watcher.take()) {
            if (batch.kind === 'events') seen.push(...batch.events);
          }
        }
      }
      const history = Array.from({ length: store.currentRevision - 1 }, (_, i) => i + 2).flatMap((revision) =>
        store.eventsAt(revision as typeof store.currentRevision),
      );
      for (const { from, start, end, seen } of watched) {
        const wanted = history.filter(({ kv }) => {
          const name = fromUtf8(kv.key);
          return kv.modRevision >= from && name >= start && name < end;
        });
        expect(seen.map(showEvent)).to.deep.equal(wanted.map(showEvent));
      }
    });
  }
});

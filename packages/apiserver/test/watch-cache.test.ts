import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { isGone, kindNames, make, type ApiStatusError } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { EtcdCompactedError, type EtcdEvent, type EtcdKeyValue, type EtcdWatchBatch } from '@kuorum/client';
import { Subject } from 'rxjs';
import { EventRing } from '../dist/watch/event-ring.js';
import { allCacheEventBytesMax } from '../dist/limits.js';
import { eventBytesMaxOf, WatchCache } from '../dist/watch/watch-cache.js';
import { Watcher, type WatcherOptions } from '../dist/watch/watcher.js';
import { decodeStored, encodeStored, type StoredObject } from '../dist/registry/stored-object.js';

const key = (name: string): string => `/registry/leases/default/${name}`;

function keyValue(name: string, modRevision: number, holder: string): EtcdKeyValue {
  const lease = make('Lease', { metadata: { name, namespace: 'default' }, spec: { holderIdentity: holder } });
  const value = Buffer.from(encodeStored('Lease', lease));
  return { key: Buffer.from(key(name)), value, createRevision: 1, modRevision, version: 1, lease: 0n };
}

const put = (name: string, revision: number, holder = ''): EtcdEvent => ({
  type: 'put',
  kv: keyValue(name, revision, holder),
});
const remove = (name: string, revision: number): EtcdEvent => ({ type: 'delete', kv: keyValue(name, revision, '') });

function collectGarbage(): void {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
}

/** A store with a list that the test sets and one watch that it feeds. */
class FakeStore {
  kvs: EtcdKeyValue[] = [];
  revision = 10;
  ranges = 0;
  watched: number[] = [];
  feed = new Subject<EtcdWatchBatch>();

  range = (): Promise<{ revision: number; kvs: EtcdKeyValue[]; more: boolean; count: number }> => {
    this.ranges++;
    return Promise.resolve({ revision: this.revision, kvs: this.kvs, more: false, count: this.kvs.length });
  };

  watch = ({ startRevision }: { startRevision?: number | undefined }): Subject<EtcdWatchBatch> => {
    this.watched.push(startRevision ?? 0);
    return this.feed;
  };

  send(...events: EtcdEvent[]): void {
    const revision = events.at(-1)?.kv.modRevision ?? this.revision;
    this.feed.next({ kind: events.length === 0 ? 'progress' : 'events', revision, events });
  }
}

interface Setup {
  store: FakeStore;
  clock: VirtualClock;
  cache: WatchCache;
}

async function setUp(eventsMax = 8, kvs: EtcdKeyValue[] = []): Promise<Setup> {
  const store = new FakeStore();
  store.kvs = kvs;
  const clock = new VirtualClock();
  const cache = new WatchCache({ kind: 'Lease', store, clock, logger: silentLogger, eventsMax });
  cache.start();
  await cache.ready;
  return { store, clock, cache };
}

class Recorder {
  readonly seen: string[] = [];
  ended: ApiStatusError | 'cleanly' | undefined;
  /** Writes taken before the sink is full. */
  room = Infinity;
  readonly watcher: Watcher;

  constructor({ cache, clock }: Setup, options: Partial<WatcherOptions> = {}) {
    this.watcher = new Watcher({
      cache,
      clock,
      keyPrefix: '/registry/leases/',
      matches: () => true,
      initial: [],
      startRevision: 10,
      bookmarks: false,
      timeoutMs: 0,
      ...options,
      sink: {
        write: (type, { object }) => {
          this.seen.push(`${type} ${object.metadata.name}@${object.metadata.resourceVersion}`);
          return --this.room > 0;
        },
        bookmark: (revision) => this.seen.push(`BOOKMARK @${revision}`) > 0,
        end: (error) => (this.ended = error ?? 'cleanly'),
      },
    });
    this.watcher.start();
  }
}

describe('event ring', () => {
  const event = (revision: number) => ({ revision, before: undefined, after: undefined });

  it('finds what came after a version, and knows what it has forgotten', () => {
    const ring = new EventRing(10, 4, 1000);
    for (const revision of [12, 15, 15, 17]) ring.append(event(revision));
    const table: [revision: number, position: number | undefined][] = [
      [9, undefined],
      [10, 0],
      [11, 0],
      [12, 1],
      [14, 1],
      [15, 3],
      [17, 4],
      [99, 4],
    ];
    for (const [revision, position] of table) expect(ring.positionAfter(revision), String(revision)).to.equal(position);
    ring.append(event(18));
    expect(ring.oldestRevision).to.equal(15);
    expect(ring.positionAfter(12)).to.equal(undefined);
    expect(ring.at(ring.positionAfter(15) ?? -1)?.revision).to.equal(17);
    expect([ring.holds(2), ring.holds(3), ring.endPosition]).to.deep.equal([false, true, 5]);
  });

  it('is bounded in bytes, but keeps the newest', () => {
    const ring = new EventRing(0, 1000, 100);
    const object = make('Lease', {});
    const common = { key: '', modRevision: 1, bytes: 90, lease: 0n };
    for (let revision = 1; revision <= 10; revision++) {
      ring.append({ revision, before: undefined, after: { ...common, object, selectable: object } });
    }
    expect(ring.oldestRevision).to.equal(9);
    expect(ring.at(9)?.revision).to.equal(10);
  });
});

describe('watch cache', () => {
  it('keeps so much of each kind that all together have a bound, however many kinds there are', () => {
    const total = kindNames.reduce((sum, kind) => sum + eventBytesMaxOf(kind), 0);
    expect(total).to.be.at.most(allCacheEventBytesMax);
    expect(eventBytesMaxOf('Pod')).to.be.greaterThan(eventBytesMaxOf('ConfigMap'));
  });

  it('follows the store from its list on', async () => {
    const { store, cache } = await setUp(8, [keyValue('b', 4, 'x'), keyValue('a', 7, 'y')]);
    expect(store.watched).to.deep.equal([11]);
    store.send(put('c', 11), remove('b', 12));
    expect(cache.list('/registry/leases/default/').map((stored) => stored.key)).to.deep.equal([key('a'), key('c')]);
    expect(cache.get(key('a'))?.object.metadata.resourceVersion).to.equal('7');
    expect(cache.revision).to.equal(12);
    store.revision = 20;
    store.send();
    expect(cache.revision).to.equal(20);
  });

  it('takes an object that cannot be read for deleted', async () => {
    const { store, cache } = await setUp(8, [keyValue('a', 7, '')]);
    const broken = { ...put('a', 11), kv: { ...put('a', 11).kv, value: Buffer.from('[') } };
    store.send(broken);
    expect(cache.get(key('a'))).to.equal(undefined);
    store.send(put('a', 12));
    expect(cache.get(key('a'))?.modRevision).to.equal(12);
  });

  it('is built anew when the store has compacted what comes next, and ends its watchers with Gone', async () => {
    const setup = await setUp();
    const { store, clock, cache } = setup;
    const recorder = new Recorder(setup);
    const feed = store.feed;
    store.feed = new Subject();
    store.revision = 50;
    feed.error(new EtcdCompactedError(40));
    expect(isGone(recorder.ended)).to.equal(true);
    expect(cache.synced).to.equal(false);
    clock.advance(5_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.watched).to.deep.equal([11, 51]);
    expect(cache.synced).to.equal(true);
  });
});

describe('a watch cache that is told to read everything anew', () => {
  it('does so at once, ends its watchers with Gone, and goes on from there', async () => {
    const setup = await setUp(8, [keyValue('a', 7, '')]);
    const { store, cache } = setup;
    const recorder = new Recorder(setup);
    const before = store.feed;
    store.feed = new Subject();
    store.kvs = [keyValue('a', 7, ''), keyValue('b', 9, '')];
    cache.refill();
    expect(isGone(recorder.ended)).to.equal(true);
    expect(before.observed, 'the old watch of the store').to.equal(false);
    await new Promise((resolve) => setImmediate(resolve));
    expect(cache.list('').map((stored) => stored.key)).to.deep.equal([key('a'), key('b')]);
    store.send(put('c', 11));
    expect(cache.size).to.equal(3);
  });

  it('counts the last reading only, when it is told again meanwhile, and none once it has stopped', async () => {
    const { store, cache } = await setUp();
    for (let i = 0; i < 3; i++) cache.refill();
    await new Promise((resolve) => setImmediate(resolve));
    expect([store.watched.length, cache.counts.filled]).to.deep.equal([2, 2]);
    cache.stop();
    cache.refill();
    expect([cache.synced, store.ranges]).to.deep.equal([true, 4]);
  });
});

describe('watcher', () => {
  it('gets the initial state, then what comes after', async () => {
    const setup = await setUp(8, [keyValue('a', 7, '')]);
    const recorder = new Recorder(setup, { initial: setup.cache.list('') });
    setup.store.send(put('a', 11), put('b', 12));
    setup.store.send(remove('a', 13));
    expect(recorder.seen).to.deep.equal(['ADDED a@7', 'MODIFIED a@11', 'ADDED b@12', 'DELETED a@13']);
  });

  it('lets go of the state that it began with once that is sent', async () => {
    const setup = await setUp();
    const begin = (): { recorder: Recorder; first: WeakRef<StoredObject> } => {
      const initial = ['a', 'b'].map((name) => decodeStored('Lease', keyValue(name, 4, '')));
      return { recorder: new Recorder(setup, { initial }), first: new WeakRef(initial[0] as StoredObject) };
    };
    const { recorder, first } = begin();
    expect(recorder.seen).to.deep.equal(['ADDED a@4', 'ADDED b@4']);
    // What a WeakRef was made of stays until the turn has ended.
    await new Promise(setImmediate);
    collectGarbage();
    expect(first.deref()).to.equal(undefined);
    recorder.watcher.close();
  });

  it('passes over events up to its start that its cache gets late', async () => {
    const setup = await setUp();
    const recorder = new Recorder(setup, { startRevision: 12 });
    setup.store.send(put('a', 11), put('b', 12), put('c', 13));
    expect(recorder.seen).to.deep.equal(['ADDED c@13']);
  });

  it('sees objects enter and leave its selection', async () => {
    const setup = await setUp();
    const recorder = new Recorder(setup, {
      matches: (object) => holderOf(object) === 'me',
    });
    setup.store.send(put('a', 11, 'you'), put('a', 12, 'me'), put('a', 13, 'me'), put('a', 14, 'you'));
    setup.store.send(remove('a', 15), put('b', 16, 'me'), remove('b', 17));
    expect(recorder.seen).to.deep.equal(['ADDED a@12', 'MODIFIED a@13', 'DELETED a@14', 'ADDED b@16', 'DELETED b@17']);
  });

  it('waits while its sink is full and goes on when it drains', async () => {
    const setup = await setUp();
    const recorder = new Recorder(setup);
    recorder.room = 2;
    setup.store.send(put('a', 11), put('a', 12), put('a', 13));
    setup.store.send(put('a', 14));
    expect(recorder.seen).to.have.length(2);
    recorder.room = Infinity;
    recorder.watcher.drained();
    expect(recorder.seen).to.deep.equal(['ADDED a@11', 'MODIFIED a@12', 'MODIFIED a@13', 'MODIFIED a@14']);
  });

  it('is cut when it is so slow that the ring has passed over it', async () => {
    const setup = await setUp(4);
    const recorder = new Recorder(setup);
    recorder.room = 1;
    for (let revision = 11; revision <= 20; revision++) setup.store.send(put('a', revision));
    expect(recorder.ended).to.equal(undefined);
    recorder.room = Infinity;
    recorder.watcher.drained();
    expect(recorder.seen).to.deep.equal(['ADDED a@11']);
    expect((recorder.ended as ApiStatusError).message).to.equal(
      'too old resource version: the watch was too slow and was cut at 11',
    );
  });

  it('lets others have their turn in a long run', async () => {
    const setup = await setUp(1000);
    const events = Array.from({ length: 600 }, (_, i) => put('a', 11 + i));
    const recorder = new Recorder(setup);
    setup.store.send(...events);
    expect(recorder.seen).to.have.length(256);
    setup.clock.advance(0);
    setup.clock.advance(0);
    expect(recorder.seen).to.have.length(600);
  });

  it('gives a bookmark only when nothing is left to send', async () => {
    const setup = await setUp();
    const recorder = new Recorder(setup, { bookmarks: true });
    setup.store.send(put('a', 11));
    recorder.room = 1;
    setup.store.send(put('a', 12), put('a', 13));
    setup.clock.advance(30_000);
    expect(recorder.seen).to.deep.equal(['ADDED a@11', 'MODIFIED a@12']);
    recorder.room = Infinity;
    recorder.watcher.drained();
    setup.store.revision = 30;
    setup.store.send();
    setup.clock.advance(30_000);
    expect(recorder.seen.slice(2)).to.deep.equal(['MODIFIED a@13', 'BOOKMARK @30']);
  });

  it('ends after its time and leaves no timer behind', async () => {
    const setup = await setUp();
    const recorder = new Recorder(setup, { timeoutMs: 1000, bookmarks: true });
    setup.clock.advance(1000);
    expect(recorder.ended).to.equal('cleanly');
    expect(recorder.seen).to.deep.equal(['BOOKMARK @10']);
    expect(setup.clock.pending).to.equal(0);
  });
});

function holderOf(object: object): string {
  return (object as { spec: { holderIdentity: string } }).spec.holderIdentity;
}

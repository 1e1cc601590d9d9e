/** A consistent list asks the store for versions only, and takes from the recent state what still has them. */
import { fromUtf8, Xoshiro128, type Prng } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import type { EtcdKeyValue, EtcdRangeRequest, EtcdRangeResult } from '@kuorum/client';
import { expect } from 'chai';
import { listObjects, type ListQuery } from '../dist/registry/list.js';
import { decodeStored, encodeStored, type StoredObject } from '../dist/registry/stored-object.js';
import { podOf } from './harness.js';

const query: ListQuery = { kind: 'Pod', namespace: 'default', limit: 0, continueToken: '' };

/** Key to version, as a store has them. */
class FakeRanges {
  readonly asked: string[] = [];

  constructor(private readonly versions: Readonly<Record<string, number>>) {}

  kv(name: string, keysOnly = false): EtcdKeyValue {
    const modRevision = this.versions[name] ?? 0;
    const value = keysOnly ? Buffer.alloc(0) : Buffer.from(encodeStored('Pod', podOf(name)));
    const key = Buffer.from(`/registry/pods/default/${name}`);
    return { key, value, createRevision: 1, modRevision, version: 1, lease: 0n };
  }

  range = (request: EtcdRangeRequest): Promise<EtcdRangeResult> => {
    this.asked.push(`${request.keysOnly === true ? 'versions' : 'values'} at ${request.revision ?? 'newest'}`);
    const names = Object.keys(this.versions).filter(
      (name) => `/registry/pods/default/${name}` >= fromUtf8(request.key),
    );
    const kvs = names.slice(0, request.limit).map((name) => this.kv(name, request.keysOnly));
    return Promise.resolve({ kvs, count: names.length, more: kvs.length < names.length, revision: 9 });
  };

  /** As a cache has them that has seen these versions. */
  recentOf(versions: Readonly<Record<string, number>>): (key: string) => StoredObject | undefined {
    const seen = new FakeRanges(versions);
    return (key) => {
      const name = key.split('/').at(-1) ?? '';
      return name in versions ? decodeStored('Pod', seen.kv(name)) : undefined;
    };
  }
}

describe('a consistent list', () => {
  const newest = { a: 3, b: 7, c: 5 };

  const cases: readonly [string, Readonly<Record<string, number>>, readonly string[]][] = [
    ['takes all of them from a recent state that is the newest', newest, ['versions at newest']],
    ['passes over what the recent state has too much', { ...newest, d: 1 }, ['versions at newest']],
    ['reads one that has changed', { ...newest, b: 6 }, ['versions at newest', 'values at 9']],
    ['reads one that is new', { a: 3, b: 7 }, ['versions at newest', 'values at 9']],
    ['reads one that the recent state has newer', { ...newest, c: 11 }, ['versions at newest', 'values at 9']],
  ];
  for (const [title, recent, asked] of cases) {
    it(title, async () => {
      const store = new FakeRanges(newest);
      const page = await listObjects(store, query, silentLogger, store.recentOf(recent));
      expect(
        page.items.map(({ object }) => [object.metadata.name, Number(object.metadata.resourceVersion)]),
      ).to.deep.equal(Object.entries(newest));
      expect(page.revision).to.equal(9);
      expect(store.asked).to.deep.equal(asked);
    });
  }

  it('keeps to its pages', async () => {
    const store = new FakeRanges(newest);
    const recent = store.recentOf(newest);
    const first = await listObjects(store, { ...query, limit: 2 }, silentLogger, recent);
    expect(first.items.map(({ object }) => object.metadata.name)).to.deep.equal(['a', 'b']);
    expect(first.remaining).to.equal(1);
    const { continueToken } = first;
    const second = await listObjects(store, { ...query, limit: 2, continueToken }, silentLogger, recent);
    expect(second.items.map(({ object }) => object.metadata.name)).to.deep.equal(['c']);
    expect(store.asked).to.deep.equal(['versions at newest', 'versions at 9']);
  });
});

/** Some thousand objects of a store with a past, which changes with every read, and a cache that hears of it at its own pace. */
describe('a consistent list of a kind that changes while it is listed', () => {
  const count = 4_300;
  const nameOf = (i: number): string => `pod-${String(i).padStart(5, '0')}`;

  class ChangingRanges {
    /** By revision: every object's version. */
    readonly past = new Map<number, readonly number[]>();
    readonly valuesRead: number[] = [];
    revision = count;

    /** Each read changes `changes` objects, far apart and all over the list. */
    constructor(
      private readonly changes: number,
      private readonly random: Prng,
    ) {
      this.past.set(
        count,
        Array.from({ length: count }, (_, i) => i + 1),
      );
    }

    kv(i: number, modRevision: number, keysOnly = false): EtcdKeyValue {
      const value = keysOnly ? Buffer.alloc(0) : Buffer.from(encodeStored('Pod', podOf(nameOf(i))));
      const key = Buffer.from(`/registry/pods/default/${nameOf(i)}`);
      return { key, value, createRevision: 1, modRevision, version: 1, lease: 0n };
    }

    range = (request: EtcdRangeRequest): Promise<EtcdRangeResult> => {
      const revision = request.revision ?? this.revision;
      const versions = this.past.get(revision) ?? [];
      const start = fromUtf8(request.key);
      const first = versions.findIndex((_, i) => `/registry/pods/default/${nameOf(i)}` >= start);
      const kvs = versions
        .slice(first, first + (request.limit ?? 0))
        .map((version, i) => this.kv(first + i, version, request.keysOnly));
      if (request.keysOnly !== true) this.valuesRead.push(kvs.length);
      const left = versions.length - first;
      const result = { kvs, count: left, more: kvs.length < left, revision: this.revision };
      for (let i = 0; i < this.changes; i++) this.change(this.random.int(count));
      return Promise.resolve(result);
    };

    /** An object as a cache has it that is as far as `revision`. */
    at(revision: number, key: string): StoredObject | undefined {
      const i = Number(key.split('-').at(-1));
      const version = this.past.get(revision)?.[i];
      return version === undefined ? undefined : decodeStored('Pod', this.kv(i, version));
    }

    private change(i: number): void {
      const before = this.past.get(this.revision) ?? [];
      this.past.set(++this.revision, before.with(i, this.revision));
    }
  }

  const list = async (
    store: ChangingRanges,
    cachedAt: () => number,
    more: Partial<ListQuery> = {},
  ): Promise<readonly number[]> => {
    const page = await listObjects(store, { ...query, ...more }, silentLogger, (key) => store.at(cachedAt(), key));
    const state = store.past.get(page.revision) ?? [];
    expect(page.items.map(({ object }) => object.metadata.name)).to.deep.equal(
      state.slice(0, page.items.length).map((_, i) => nameOf(i)),
    );
    expect(
      page.items.map(({ modRevision }) => modRevision),
      'the one state',
    ).to.deep.equal(state.slice(0, page.items.length));
    return store.valuesRead;
  };

  it('is the state of the one revision that it names, and reads the value that differs', async () => {
    const store = new ChangingRanges(1, new Xoshiro128(1));
    // What changed before the third page was read is in the cache, and not in the list.
    const read = await list(store, () => store.revision);
    expect(read.reduce((sum, each) => sum + each, 0)).to.be.within(1, 4);
  });

  it('reads no more values at once than a page of them, however far behind the recent state is', async () => {
    const store = new ChangingRanges(0, new Xoshiro128(2));
    expect(await list(store, () => 0)).to.deep.equal([500, 500, 500, 500, 500, 500, 500, 500, 300]);
    expect(await list(new ChangingRanges(0, new Xoshiro128(2)), () => 0, { limit: 1_300 })).to.deep.equal([
      500, 500, 300,
    ]);
  });

  it('is that state also when much changes, and the recent state is now behind and now ahead', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const random = new Xoshiro128(seed);
      const store = new ChangingRanges(20, random);
      const cachedAt = (): number => count + random.int(store.revision - count + 1);
      const read = await list(store, cachedAt);
      expect(Math.max(...read)).to.be.at.most(500);
    }
  });
});

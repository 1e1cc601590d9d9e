/** A consistent list asks the store for versions only, and takes from the recent state what still has them. */
import { fromUtf8 } from '@kuorum/base';
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
    ['reads them when one has changed', { ...newest, b: 6 }, ['versions at newest', 'values at 9']],
    ['reads them when one is new', { a: 3, b: 7 }, ['versions at newest', 'values at 9']],
    ['reads them when the recent state is ahead', { ...newest, c: 11 }, ['versions at newest', 'values at 9']],
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

import { fromUtf8, utf8 } from '@kuorum/base';
import { MvccError, range, type MvccStore, type RangeRequest } from '@kuorum/store/mvcc';
import { expect } from 'chai';
import { ALL, compactFully, del, list, newStore, put, show } from './fixtures.js';

/** a=3 (rev 2, 6), b=1 (rev 3), c=2 (rev 4), d deleted (rev 5, 7). */
function filled(): MvccStore {
  const { store } = newStore();
  put(store, 'a', '0');
  put(store, 'b', '1');
  put(store, 'c', '2');
  put(store, 'd', '9');
  put(store, 'a', '3');
  del(store, 'd');
  return store;
}

describe('range', () => {
  const store = filled();
  const ask = (more: Partial<RangeRequest>): ReturnType<typeof range> =>
    range(store, { kind: 'range', ...ALL, ...more });

  for (const { name, request, keys, count = keys.length, more = false } of [
    { name: 'one key', request: { key: utf8('a'), rangeEnd: undefined }, keys: ['a=3'] },
    { name: 'one key that is not there', request: { key: utf8('x'), rangeEnd: undefined }, keys: [] },
    { name: 'a deleted key', request: { key: utf8('d'), rangeEnd: undefined }, keys: [] },
    { name: 'an empty range_end as one key', request: { key: utf8('a'), rangeEnd: utf8('') }, keys: ['a=3'] },
    { name: 'a half-open range', request: { key: utf8('a'), rangeEnd: utf8('c') }, keys: ['a=3', 'b=1'] },
    { name: 'range_end \\0 as from the key on', request: { key: utf8('b') }, keys: ['b=1', 'c=2'] },
    { name: 'everything', request: {}, keys: ['a=3', 'b=1', 'c=2'] },
    { name: 'an inverted range', request: { key: utf8('c'), rangeEnd: utf8('a') }, keys: [] },
    { name: 'a past revision', request: { revision: 5 }, keys: ['a=0', 'b=1', 'c=2', 'd=9'] },
    { name: 'a negative revision as the current one', request: { revision: -1 }, keys: ['a=3', 'b=1', 'c=2'] },
    { name: 'a limit', request: { limit: 2 }, keys: ['a=3', 'b=1'], count: 3, more: true },
    { name: 'a limit that is just enough', request: { limit: 3 }, keys: ['a=3', 'b=1', 'c=2'] },
    { name: 'keys only', request: { keysOnly: true }, keys: ['a=', 'b=', 'c='] },
    { name: 'count only', request: { countOnly: true, limit: 1 }, keys: [], count: 3 },
    { name: 'descending keys', request: { sortOrder: 'descend' }, keys: ['c=2', 'b=1', 'a=3'] },
    {
      name: 'values ascending',
      request: { sortOrder: 'ascend', sortTarget: 'value' },
      keys: ['b=1', 'c=2', 'a=3'],
    },
    { name: 'a target without an order as ascending', request: { sortTarget: 'value' }, keys: ['b=1', 'c=2', 'a=3'] },
    { name: 'mod descending', request: { sortOrder: 'descend', sortTarget: 'mod' }, keys: ['a=3', 'c=2', 'b=1'] },
    {
      name: 'version descending',
      request: { sortOrder: 'descend', sortTarget: 'version', limit: 1 },
      keys: ['a=3'],
      count: 3,
      more: true,
    },
    { name: 'create descending', request: { sortOrder: 'descend', sortTarget: 'create' }, keys: ['c=2', 'b=1', 'a=3'] },
    { name: 'min mod, the count unfiltered', request: { minModRevision: 4 }, keys: ['a=3', 'c=2'], count: 3 },
    { name: 'max mod', request: { maxModRevision: 4 }, keys: ['b=1', 'c=2'], count: 3 },
    { name: 'min create', request: { minCreateRevision: 3 }, keys: ['b=1', 'c=2'], count: 3 },
    {
      name: 'max create with a limit',
      request: { maxCreateRevision: 3, limit: 1 },
      keys: ['a=3'],
      count: 3,
      more: true,
    },
  ] as { name: string; request: Partial<RangeRequest>; keys: string[]; count?: number; more?: boolean }[]) {
    it(`reads ${name}`, () => {
      const result = ask(request);
      expect(result.kvs.map(show)).to.deep.equal(keys);
      expect(result.count).to.equal(count);
      expect(result.more).to.equal(more);
      expect(result.revision, 'the header has the current revision').to.equal(7);
    });
  }

  it('gives every field of a key', () => {
    const { kvs } = ask({ key: utf8('a'), rangeEnd: undefined });
    const [kv] = kvs;
    expect(kv).to.include({ createRevision: 2, modRevision: 6, version: 2, lease: 0n });
    expect(fromUtf8(kv?.value ?? utf8(''))).to.equal('3');
  });

  it('refuses a future revision', () => {
    expect(() => ask({ revision: 8 })).to.throw(MvccError, 'etcdserver: mvcc: required revision is a future revision');
  });

  it('refuses what is below the compacted revision, and reads at it', () => {
    const compacted = filled();
    compactFully(compacted, 5);
    expect(list(compacted, { revision: 5 })).to.deep.equal(['a=0', 'b=1', 'c=2', 'd=9']);
    expect(() => list(compacted, { revision: 4 })).to.throw(
      MvccError,
      'etcdserver: mvcc: required revision has been compacted',
    );
  });

  it('orders keys as bytes, also beyond ASCII', () => {
    const { store: bytes } = newStore();
    const keys = [[0xff], [0x7f], [0x80, 0x00], [0x80], [0x01]].map((key) => new Uint8Array(key));
    const write = bytes.beginWrite();
    for (const key of keys) write.put(key, utf8(''), 0n);
    write.end();
    const found = range(bytes, { kind: 'range', ...ALL }).kvs.map((kv) => [...kv.key]);
    expect(found).to.deep.equal([[0x01], [0x7f], [0x80], [0x80, 0x00], [0xff]]);
  });
});

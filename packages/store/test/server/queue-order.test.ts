/** The order of a lock's queue, kept by a watch, against the queue itself; and when what it knew is gone. */
import { utf8, Xoshiro128 } from '@kuorum/base';
import { applyRequest, keyRange, toByteString, WatchableStore } from '@kuorum/store/mvcc';
import { QueueOrder, type QueueHome } from '@kuorum/store/server/internals';
import { expect } from 'chai';
import { newStore } from '../mvcc/fixtures.js';

function start(max = 1000) {
  const { store } = newStore();
  const installs = new Set<() => void>();
  const onInstall = (listener: () => void): (() => void) => {
    installs.add(listener);
    return () => installs.delete(listener);
  };
  const machine = { mvcc: store, watches: new WatchableStore(store) };
  const home: QueueHome = { machine, installer: { onInstall }, soon: (fn) => void setImmediate(fn) };
  const put = (key: string): void => void applyRequest(store, { kind: 'put', key: utf8(key), value: utf8('') });
  const remove = (key: string): void => void applyRequest(store, { kind: 'deleteRange', key: utf8(key) });
  const created = (key: string): number => store.locate(key, store.currentRevision)?.createRevision ?? 0;
  const kept = { max, count: 0 };
  return { store, installs, put, remove, created, kept, order: new QueueOrder(home, utf8('q/'), kept) };
}

describe('the order of a queue', () => {
  it('is that of the keys, whatever is put and deleted', () => {
    const { store, put, remove, created, order, kept } = start();
    const prng = new Xoshiro128(7);
    for (let i = 0; i < 400; i++) {
      const key = `q/${prng.int(12)}`;
      if (prng.int(2) === 0) put(key);
      else remove(key);
      if (prng.int(3) === 0) continue;
      let oldest = '';
      let count = 0;
      store.forEach(keyRange(utf8('q/'), utf8('q0')), store.currentRevision, (at, each) => {
        if (oldest === '' || at.createRevision < created(oldest)) oldest = each;
        count++;
      });
      const first = order.first();
      expect(first === undefined ? '' : toByteString(first.key)).to.equal(oldest);
      expect(kept.count).to.equal(count);
      for (let k = 0; k < 12; k++) {
        const each = `q/${k}`;
        const expected = created(each) === 0 ? undefined : { isFirst: each === oldest };
        expect(order.look(utf8(each), created(each))).to.deep.equal(expected);
      }
    }
  });

  it('wakes who comes next and who is gone, and all when a snapshot replaces what it knew', async () => {
    const { put, remove, created, order, installs, kept } = start();
    for (const key of ['q/a', 'q/b', 'q/c', 'q/d']) put(key);
    const woken: string[] = [];
    const never = new AbortController().signal;
    const wait = (key: string): Promise<void> =>
      order.untilChanged(utf8(key), created(key), never).then(() => void woken.push(key));
    const [b, c, d] = [wait('q/b'), wait('q/c'), wait('q/d')];
    remove('q/a');
    await b;
    expect(woken).to.deep.equal(['q/b']);
    remove('q/c');
    await Promise.all([c, d]);
    expect(woken).to.deep.equal(['q/b', 'q/c', 'q/d']);
    const again = wait('q/d');
    for (const listener of installs) listener();
    await again;
    expect(kept.count).to.equal(0);
    expect(order.look(utf8('q/d'), created('q/d'))).to.deep.equal({ isFirst: false });
    order.close();
    expect([installs.size, kept.count]).to.deep.equal([0, 0]);
  });

  it('is refused when it has more places than there is room for, and gives its own back when it outgrows it', () => {
    const { put, remove, order, kept } = start(2);
    for (const key of ['q/a', 'q/b']) put(key);
    expect(order.first()).to.not.equal(undefined);
    put('q/c');
    expect(() => order.first()).to.throw('too many requests');
    expect(kept.count).to.equal(0);
    remove('q/a');
    expect(order.first()).to.not.equal(undefined);
  });
});

import { Xoshiro128 } from '@kuorum/base';
import { SortedMap } from '@kuorum/store/mvcc';
import { expect } from 'chai';

function keysOf(map: SortedMap<number>, start: string, end?: string): string[] {
  const keys: string[] = [];
  map.forEach(start, end, (key) => void keys.push(key));
  return keys;
}

describe('SortedMap', () => {
  it('walks an empty map', () => {
    const map = new SortedMap<number>();
    expect(keysOf(map, '')).to.deep.equal([]);
    expect(map.delete('a')).to.equal(false);
  });

  it('gives start ≤ key < end, in byte order', () => {
    const map = new SortedMap<number>();
    for (const key of ['b', 'a', '\xff', 'b\0', 'ba', '']) map.set(key, 1);
    expect(keysOf(map, '')).to.deep.equal(['', 'a', 'b', 'b\0', 'ba', '\xff']);
    expect(keysOf(map, 'b', 'ba')).to.deep.equal(['b', 'b\0']);
    expect(keysOf(map, 'c', 'a')).to.deep.equal([]);
  });

  it('stops when told to', () => {
    const map = new SortedMap<number>();
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    const seen: string[] = [];
    map.forEach('', undefined, (key) => seen.push(key) < 2);
    expect(seen).to.deep.equal(['a', 'b']);
  });

  it('agrees with a sorted list under random changes', () => {
    const prng = new Xoshiro128(7);
    const map = new SortedMap<number>();
    const model = new Map<string, number>();
    for (let step = 0; step < 20_000; step++) {
      const key = String(prng.int(3000));
      // Grows first, shrinks later, so that chunks split and merge.
      if (prng.int(20_000) > step) {
        map.set(key, step);
        model.set(key, step);
      } else {
        expect(map.delete(key)).to.equal(model.delete(key));
      }
      if (step % 1000 !== 0) continue;
      map.checkInvariants();
      const from = String(prng.int(3000));
      const to = String(prng.int(3000));
      const expected = [...model.keys()].filter((k) => k >= from && k < to).sort();
      expect(keysOf(map, from, to)).to.deep.equal(expected);
      for (const k of expected) expect(map.get(k)).to.equal(model.get(k));
    }
  });
});

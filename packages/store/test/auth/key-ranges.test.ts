/** Interval logic of permissions: by table, and against brute force over a small space of keys. */
import { compareBytes, Xoshiro128 } from '@kuorum/base';
import { keyRangeOf, KeyRanges, type KeyRange } from '@kuorum/store/auth';
import { expect } from 'chai';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
/** `a` = one key, `a-c` = [a, c), `a-` = from a on, `\0` written as 0. */
const range = (text: string): KeyRange => {
  const [start = '', end] = text.replaceAll('0', '\0').split('-');
  return keyRangeOf(bytes(start), bytes(end === '' ? '\0' : (end ?? '')));
};

describe('ranges of keys', () => {
  const cases: readonly [granted: string, asked: string, covered: boolean][] = [
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'aa', false],
    ['a', 'a-a0', true],
    ['a', 'a-b', false],
    ['a-c', 'a', true],
    ['a-c', 'bzzz', true],
    ['a-c', 'c', false],
    ['a-c', 'a-c', true],
    ['a-c', 'a-d', false],
    ['a-c', '0-b', false],
    ['a-c', 'a-', false],
    ['a-', 'z-', true],
    ['a-', 'a-b', true],
    ['0-', '0-', true],
    ['b-', 'a-', false],
    ['a-c c-e', 'a-e', true],
    ['a-c b-e', 'a-e', true],
    ['a-c d-e', 'a-e', false],
    ['a-e b-c', 'a-e', true],
    ['a a0', 'a-a00', true],
    ['a-b b-', 'a-', true],
    ['a-c e-g', 'd', false],
    ['a-c e-g', 'e-g', true],
    ['', 'a', false],
  ];
  for (const [granted, asked, covered] of cases) {
    it(`{${granted}} ${covered ? 'covers' : 'does not cover'} ${asked}`, () => {
      const ranges = granted === '' ? [] : granted.split(' ').map(range);
      expect(new KeyRanges(ranges).covers(range(asked))).to.equal(covered);
    });
  }

  it('agree with looking at every key', () => {
    // Bounds have up to two bytes below 3. Keys of up to four bytes below 4 then lie in every gap between two bounds.
    const keys = allKeys(4, 4);
    const random = new Xoshiro128(7);
    const bound = (): Uint8Array => Uint8Array.from({ length: 1 + random.int(2) }, () => random.int(3));
    const someRange = (): KeyRange => {
      const kind = random.int(4);
      const [a, b] = [bound(), bound()].sort(compareBytes) as [Uint8Array, Uint8Array];
      if (kind === 0 || compareBytes(a, b) === 0) return keyRangeOf(a, bytes(''));
      return keyRangeOf(a, kind === 1 ? bytes('\0') : b);
    };
    const isIn = (key: Uint8Array, { start, end }: KeyRange): boolean =>
      compareBytes(key, start) >= 0 && (end === undefined || compareBytes(key, end) < 0);
    let covered = 0;
    for (let run = 0; run < 4000; run++) {
      const granted = Array.from({ length: random.int(5) }, someRange);
      const asked = someRange();
      const expected = keys.every((key) => !isIn(key, asked) || granted.some((each) => isIn(key, each)));
      expect(new KeyRanges(granted).covers(asked), `run ${run}`).to.equal(expected);
      if (expected) covered++;
    }
    expect(covered).to.be.within(500, 3500);
  });
});

function allKeys(lengthMax: number, byteBound: number): Uint8Array[] {
  let longest: number[][] = [[]];
  const keys: Uint8Array[] = [];
  for (let length = 1; length <= lengthMax; length++) {
    longest = longest.flatMap((key) => Array.from({ length: byteBound }, (_, byte) => [...key, byte]));
    keys.push(...longest.map((key) => Uint8Array.from(key)));
  }
  return keys;
}

import { expect } from 'chai';
import { AssertionError, Heap, Xoshiro128, assert, assertNever, mustGet } from '@kuorum/base';
import { Lifecycle, aborted } from '@kuorum/base/node';

describe('assert', () => {
  it('throws AssertionError with the rule that was broken', () => {
    expect(() => assert(false, 'commit never goes back')).to.throw(AssertionError, 'commit never goes back');
    expect(() => mustGet(undefined, 'leader')).to.throw(AssertionError, 'leader must be present');
    expect(() => assertNever('x' as never, 'role')).to.throw(AssertionError, 'unexpected role: "x"');
    expect(mustGet(0, 'zero')).to.equal(0);
  });
});

describe('Heap', () => {
  it('gives the smallest first, whatever the order of pushes', () => {
    const prng = new Xoshiro128(1);
    const numbers = Array.from({ length: 500 }, () => prng.int(100));
    const heap = new Heap<number>((a, b) => a < b);
    for (const n of numbers) heap.push(n);
    expect(heap.peek()).to.equal(Math.min(...numbers));
    const popped = numbers.map(() => heap.pop());
    expect(popped).to.deep.equal([...numbers].sort((a, b) => a - b));
    expect(heap.pop()).to.equal(undefined);
  });
});

describe('Xoshiro128', () => {
  it('one seed, one sequence; spread over its range', () => {
    const draw = (seed: number): number[] => {
      const prng = new Xoshiro128(seed);
      return Array.from({ length: 1000 }, () => prng.int(10));
    };
    expect(draw(42)).to.deep.equal(draw(42)).and.not.deep.equal(draw(43));
    for (let digit = 0; digit < 10; digit++) {
      expect(draw(42).filter((n) => n === digit).length).to.be.within(60, 140);
    }
  });
});

describe('Lifecycle', () => {
  it('closes in reverse order, once, and goes on after a failure', async () => {
    const closed: string[] = [];
    const lifecycle = new Lifecycle();
    lifecycle.own('first', () => void closed.push('first'));
    lifecycle.own('second', () => Promise.reject(new Error('stuck')));
    lifecycle.own('third', () => void closed.push('third'));
    const [one, two] = await Promise.allSettled([lifecycle.close(), lifecycle.close()]);
    expect(closed).to.deep.equal(['third', 'first']);
    expect(one.status).to.equal('rejected');
    expect(two.status).to.equal('rejected');
  });

  it('aborted resolves for signals that were and that will be aborted', async () => {
    const controller = new AbortController();
    const waiting = aborted(controller.signal);
    controller.abort();
    await waiting;
    await aborted(controller.signal);
  });
});

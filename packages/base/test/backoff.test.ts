import { expect } from 'chai';
import { Backoff, Xoshiro128 } from '@kuorum/base';

describe('Backoff', () => {
  it('doubles up to its maximum and starts again after reset', () => {
    const backoff = new Backoff({ initialMs: 100, maxMs: 1000 });
    expect([1, 2, 3, 4, 5, 6].map(() => backoff.nextMs())).to.deep.equal([100, 200, 400, 800, 1000, 1000]);
    expect(backoff.attempts).to.equal(6);
    backoff.reset();
    expect(backoff.nextMs()).to.equal(100);
  });

  it('draws the jittered share from the injected prng only', () => {
    const delays = (seed: number): number[] => {
      const backoff = new Backoff({ initialMs: 100, maxMs: 1000, factor: 3, jitter: 0.5 }, new Xoshiro128(seed));
      return [1, 2, 3].map(() => backoff.nextMs());
    };
    expect(delays(7)).to.deep.equal(delays(7)).and.not.deep.equal(delays(8));
    delays(7).forEach((ms, i) => expect(ms).to.be.within(50 * 3 ** i, 100 * 3 ** i));
  });
});

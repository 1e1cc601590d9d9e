/**
 * Seeded pseudo-random numbers: one seed, one run. xoshiro128** by Blackman and Vigna ("Scrambled linear
 * pseudorandom number generators", 2021), seeded through splitmix32. Not for secrets.
 */
export interface Prng {
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [0, bound). `bound` is a positive integer up to 2^32. */
  int(bound: number): number;
}

export class Xoshiro128 implements Prng {
  private readonly state: [number, number, number, number];

  constructor(seed: number) {
    let s = seed >>> 0;
    const mix = (): number => {
      s = (s + 0x9e3779b9) >>> 0;
      let z = s;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    };
    this.state = [mix(), mix(), mix(), mix()];
  }

  private nextUint32(): number {
    const s = this.state;
    const result = Math.imul(rotl(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 11);
    return result;
  }

  next(): number {
    return this.nextUint32() / 0x1_0000_0000;
  }

  int(bound: number): number {
    return Math.floor(this.next() * bound);
  }
}

/** The machine's own randomness behind the {@link Prng} interface: for jitter in production, not for secrets. */
export const systemPrng: Prng = {
  next: () => Math.random(),
  int: (bound) => Math.floor(Math.random() * bound),
};

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

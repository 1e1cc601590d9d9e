import { Xoshiro128 } from '@kuorum/base';

/** KUORUM_SEED=n plays other bytes; a failure names the seed that it had. */
export const DEFAULT_SEED = Number(process.env['KUORUM_SEED'] ?? 7);

export class Prng extends Xoshiro128 {
  below(bound: number): number {
    return this.int(bound);
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.int(256)));
  }
}

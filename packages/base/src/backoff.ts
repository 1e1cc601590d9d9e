import type { Prng } from './prng.js';

/** Shape of an exponential backoff. All durations in milliseconds. */
export interface BackoffOptions {
  readonly initialMs: number;
  readonly maxMs: number;
  /** Growth per step; 2 unless told. */
  readonly factor?: number;
  /** Share of each delay that is random, 0 to 1: the delay is drawn from [d × (1 − jitter), d]. 0 unless told. */
  readonly jitter?: number;
}

/** Counts failures and gives the next delay. `reset` after a healthy period. */
export class Backoff {
  private attempt = 0;

  constructor(
    private readonly options: BackoffOptions,
    private readonly prng?: Prng,
  ) {}

  get attempts(): number {
    return this.attempt;
  }

  nextMs(): number {
    const { initialMs, maxMs, factor = 2, jitter = 0 } = this.options;
    const full = Math.min(maxMs, initialMs * factor ** this.attempt);
    this.attempt++;
    return this.prng === undefined ? full : full * (1 - jitter * this.prng.next());
  }

  reset(): void {
    this.attempt = 0;
  }
}

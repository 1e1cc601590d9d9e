/**
 * How long a failed key waits before it is tried again (client-go's `workqueue.RateLimiter`).
 */
import { systemClock, type Clock } from '@kuorum/base';
import { retryInitialMs, retryMaxMs } from './limits.js';

export interface RateLimiter<K> {
  /** Counts a failure of `key` and gives the delay before the next try, in milliseconds. */
  whenMs(key: K): number;
  /** `key` succeeded: its failures are forgotten. */
  forget(key: K): void;
  /** Failures of `key` since it was last forgotten. */
  failures(key: K): number;
}

/** Each key on its own: initial × 2^failures, up to a maximum. Holds one number a failing key. */
export class ExponentialRateLimiter<K> implements RateLimiter<K> {
  private readonly counts = new Map<K, number>();

  constructor(
    private readonly initialMs = retryInitialMs,
    private readonly maxMs = retryMaxMs,
  ) {}

  whenMs(key: K): number {
    const count = this.failures(key);
    this.counts.set(key, count + 1);
    return Math.min(this.maxMs, this.initialMs * 2 ** count);
  }

  forget(key: K): void {
    this.counts.delete(key);
  }

  failures(key: K): number {
    return this.counts.get(key) ?? 0;
  }
}

/** All keys together: `burst` tries at once, `perSecond` after that. A token may be drawn ahead of its time. */
export class BucketRateLimiter<K> implements RateLimiter<K> {
  private tokens: number;
  private refilledAt: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly clock: Clock = systemClock,
  ) {
    this.tokens = burst;
    this.refilledAt = clock.monotonic();
  }

  whenMs(_key: K): number {
    const now = this.clock.monotonic();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.refilledAt) / 1000) * this.perSecond);
    this.refilledAt = now;
    this.tokens--;
    return this.tokens >= 0 ? 0 : (-this.tokens / this.perSecond) * 1000;
  }

  forget(_key: K): void {
    // The bucket does not tell keys apart.
  }

  failures(_key: K): number {
    return 0;
  }
}

/** The longest of what several limiters ask for. */
export class MaxRateLimiter<K> implements RateLimiter<K> {
  constructor(private readonly limiters: readonly RateLimiter<K>[]) {}

  whenMs(key: K): number {
    return Math.max(0, ...this.limiters.map((limiter) => limiter.whenMs(key)));
  }

  forget(key: K): void {
    for (const limiter of this.limiters) limiter.forget(key);
  }

  failures(key: K): number {
    return Math.max(0, ...this.limiters.map((limiter) => limiter.failures(key)));
  }
}

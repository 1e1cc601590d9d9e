/**
 * What leases promise: none ends before the time that its holder was last told of, counted from when the holder asked,
 * on the fastest clock in the group; and every one that is no longer renewed ends some time.
 */
import { assert } from '@kuorum/base';
import { LEASE_TIME_SCALE } from './member-clock.js';

export class LeaseCheck {
  /** Until when each lease that has been promised, and has not ended, must live. */
  private readonly promisedUntil = new Map<bigint, number>();
  private readonly ended = new Map<bigint, 'time' | 'request'>();
  expired = 0;

  constructor(
    private readonly now: () => number,
    /** No member's clock is faster. */
    private readonly speedMax: number,
  ) {}

  /** Leases that somebody was promised and that have not ended yet. */
  get open(): number {
    return this.promisedUntil.size;
  }

  /** A holder learns that its lease, of which it asked at `askedAtMs`, lives for `ttlSeconds`. */
  promised(lease: bigint, ttlSeconds: number, askedAtMs: number): void {
    const until = askedAtMs + (ttlSeconds * 1000) / LEASE_TIME_SCALE / this.speedMax;
    const name = `lease ${lease} of ${ttlSeconds} s`;
    const isOver = this.ended.get(lease) === 'time' && until > this.now();
    assert(!isOver, `leases: ${name} was promised to live, but its time was over`);
    if (!this.ended.has(lease)) this.promisedUntil.set(lease, Math.max(until, this.promisedUntil.get(lease) ?? 0));
  }

  /** It was revoked for the first time on any member. */
  gone(lease: bigint, byTime: boolean): void {
    if (this.ended.has(lease)) return;
    this.ended.set(lease, byTime ? 'time' : 'request');
    const until = this.promisedUntil.get(lease);
    this.promisedUntil.delete(lease);
    if (!byTime) return;
    this.expired++;
    const early = (until ?? 0) - this.now();
    assert(early <= 0, `leases: lease ${lease} ended ${early.toFixed(1)} ms before the time that was promised`);
  }
}

/**
 * The clock of one member: its own speed, and a wall clock that may be set at any moment. Nothing may be built on the
 * latter but what is shown to people.
 *
 * Leases last whole seconds, far longer than a run's faults; so this clock runs LEASE_TIME_SCALE times as fast, and a
 * lease of one second lasts a tenth of one.
 */
import type { Clock, Timer } from '@kuorum/base';

export const LEASE_TIME_SCALE = 10;

export class MemberClock implements Clock {
  private setByMs = 0;

  constructor(
    private readonly time: Clock,
    /** 1 = right. */
    readonly speed: number,
    /** A bug: the monotonic clock is the one that is set. */
    private readonly isWallClockOnly: boolean,
  ) {}

  now(): number {
    return this.time.now() * this.speed * LEASE_TIME_SCALE + this.setByMs;
  }

  monotonic(): number {
    return this.isWallClockOnly ? this.now() : this.now() - this.setByMs;
  }

  setTimeout(fn: () => void, delayMs: number): Timer {
    return this.time.setTimeout(fn, delayMs / this.speed / LEASE_TIME_SCALE);
  }

  jump(byMs: number): void {
    this.setByMs += byMs;
  }
}

/**
 * The virtual clock of a simulation: a queue of timers. One timer is one step, so "step N" names one moment of a run.
 * Timers fire in order of their deadline, ties in order of creation: nothing depends on the machine.
 */
import { type Clock, Heap, type Timer } from '@kuorum/base';

interface Pending {
  readonly at: number;
  readonly sequence: number;
  readonly fn: () => void;
  cancelled: boolean;
}

export class SimClock implements Clock {
  private timeMs = 0;
  private sequence = 0;
  private readonly timers = new Heap<Pending>((a, b) => a.at < b.at || (a.at === b.at && a.sequence < b.sequence));

  now(): number {
    return this.timeMs;
  }

  monotonic(): number {
    return this.timeMs;
  }

  setTimeout(fn: () => void, delayMs: number): Timer {
    const timer: Pending = { at: this.timeMs + Math.max(0, delayMs), sequence: this.sequence++, fn, cancelled: false };
    this.timers.push(timer);
    return {
      cancel: () => {
        timer.cancelled = true;
      },
    };
  }

  /** Fires the next timer; false when there is none. */
  step(): boolean {
    for (;;) {
      const timer = this.timers.pop();
      if (timer === undefined) return false;
      if (timer.cancelled) continue;
      this.timeMs = timer.at;
      timer.fn();
      return true;
    }
  }
}

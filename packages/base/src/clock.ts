/**
 * Time as a dependency. Everything that waits takes a {@link Clock}, so that tests run on virtual time and the
 * deterministic simulation owns every timer.
 */

/** A pending timer. `cancel` may be called at any time, any number of times. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall-clock time in milliseconds since the Unix epoch; may jump. For timestamps people read. */
  now(): number;
  /** Monotonic time in milliseconds from an arbitrary origin; never goes back. For durations and deadlines. */
  monotonic(): number;
  /** Calls `fn` once, `delayMs` from now. */
  setTimeout(fn: () => void, delayMs: number): Timer;
}

/** The longest delay that Node's timers know; a longer one would fire at once. */
const nodeDelayMaxMs = 2 ** 31 - 1;

/** The clock of the machine. Its timers keep the process alive, as Node's do, and may be of any length. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(fn, delayMs) {
    let handle: ReturnType<typeof setTimeout>;
    const wait = (leftMs: number): void => {
      handle =
        leftMs > nodeDelayMaxMs
          ? setTimeout(() => wait(leftMs - nodeDelayMaxMs), nodeDelayMaxMs)
          : setTimeout(fn, leftMs);
    };
    wait(delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `delayMs` on `clock`; rejects with the signal's reason when `signal` aborts first. */
export function delay(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortReason(signal));
      return;
    }
    const onAbort = (): void => {
      timer.cancel();
      reject(abortReason(signal));
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('aborted');
}

/**
 * A clock that moves only when told to. Timers fire in order of their deadline, ties in order of creation.
 *
 * ```ts
 * const clock = new VirtualClock();
 * clock.setTimeout(() => log('one second'), 1000);
 * clock.advance(1000); // logs
 * ```
 */
export class VirtualClock implements Clock {
  private time: number;
  private sequence = 0;
  private timers: { at: number; sequence: number; fn: () => void }[] = [];

  constructor(startMs = 0) {
    this.time = startMs;
  }

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  setTimeout(fn: () => void, delayMs: number): Timer {
    const timer = { at: this.time + Math.max(0, delayMs), sequence: this.sequence++, fn };
    this.timers.push(timer);
    return {
      cancel: () => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
    };
  }

  /** Number of timers that wait. */
  get pending(): number {
    return this.timers.length;
  }

  /** Moves time forward by `ms`, firing every timer that falls due on the way, timers set by timers included. */
  advance(ms: number): void {
    const target = this.time + ms;
    for (;;) {
      const next = this.timers
        .filter((timer) => timer.at <= target)
        .sort((a, b) => a.at - b.at || a.sequence - b.sequence)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.fn();
    }
    this.time = target;
  }
}

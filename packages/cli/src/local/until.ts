/** Waiting for a condition of the cluster, with a deadline. */
import { delay, systemClock } from '@kuorum/base';

const pollMs = 100;

export interface UntilOptions<T> {
  /** Undefined: not yet. What it throws ends the wait. */
  readonly probe: () => Promise<T | undefined>;
  readonly timeoutMs: number;
  readonly onTimeout: () => Error;
  readonly signal: AbortSignal;
}

/** Calls `probe` until it gives something; rejects after the timeout, or with the signal's reason. */
export async function until<T>({ probe, timeoutMs, onTimeout, signal }: UntilOptions<T>): Promise<T> {
  const deadline = systemClock.monotonic() + timeoutMs;
  for (;;) {
    const result = await probe();
    if (result !== undefined) return result;
    if (systemClock.monotonic() > deadline) throw onTimeout();
    await delay(systemClock, pollMs, signal);
  }
}

/** Waiting for a condition, never for a time. */
import { delay, systemClock } from '@kuorum/base';

const pollMs = 100;

/** Calls `probe` until it stops throwing; rejects with its last error after `deadlineMs`. Gives what it gave. */
export async function eventually<T>(what: string, deadlineMs: number, probe: () => Promise<T> | T): Promise<T> {
  const end = systemClock.monotonic() + deadlineMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (systemClock.monotonic() > end)
        throw new Error(`${what}: not within ${deadlineMs / 1000} s`, { cause: error });
    }
    await delay(systemClock, pollMs);
  }
}

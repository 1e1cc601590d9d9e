import { setTimeout as sleep } from 'node:timers/promises';

/** Deadline of {@link eventually} unless told: generous, for a busy machine. */
export const eventuallyTimeoutMs = 30_000;

/**
 * Waits until `condition` gives something truthy without throwing, and gives that. Rejects after `timeoutMs` with what
 * was thrown last. Looks every few milliseconds; use an event where there is one.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  what = 'condition',
  timeoutMs = eventuallyTimeoutMs,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) {
      const cause = last instanceof Error ? last : undefined;
      const seen = cause === undefined ? JSON.stringify(last) : cause.message;
      throw new Error(`${what} did not come true within ${timeoutMs} ms: last seen ${seen}`, { cause });
    }
    await sleep(5);
  }
}

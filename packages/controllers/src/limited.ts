/** Doing many calls, a few at a time. */

/** Runs `work` for every item, at most `limit` at a time. Waits for all; throws the first failure, if any. */
export async function forEachLimited<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  let failure: Error | undefined;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next++] as T;
      try {
        await work(item);
      } catch (error) {
        failure ??= error instanceof Error ? error : new Error(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failure !== undefined) throw failure;
}

/**
 * Runs `work` `count` times in batches of 1, 2, 4 … up to `limit`, and stops after the first batch with a failure: when
 * creating fails for a reason that holds for all (a quota, a bad template), one call shows it, not hundreds
 * (Kubernetes' slowStartBatch). Gives how many succeeded and the first failure.
 */
export async function slowStart(
  count: number,
  limit: number,
  work: () => Promise<unknown>,
): Promise<{ succeeded: number; started: number; failure?: Error }> {
  let started = 0;
  let succeeded = 0;
  for (let batch = 1; started < count; batch = Math.min(batch * 2, limit)) {
    const size = Math.min(batch, count - started);
    started += size;
    const results = await Promise.allSettled(Array.from({ length: size }, work));
    const [failed] = results.filter((result) => result.status === 'rejected');
    succeeded += results.filter((result) => result.status === 'fulfilled').length;
    if (failed !== undefined) {
      const reason: unknown = failed.reason;
      return { succeeded, started, failure: reason instanceof Error ? reason : new Error(String(reason)) };
    }
  }
  return { succeeded, started };
}

import { performance } from 'node:perf_hooks';
import type { Histogram } from '@kuorum/base';

/** Observes how many seconds `work` takes; of what fails, nothing. */
export async function timed<T>(histogram: Histogram, work: Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await work;
  histogram.observe((performance.now() - startMs) / 1000);
  return result;
}

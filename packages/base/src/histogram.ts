/** Counts values by size, in buckets that are fixed from the start: to observe one allocates nothing. */
export class Histogram {
  /** The last one is for what is above every bound. Not cumulative. */
  readonly counts: Float64Array;
  sum = 0;

  /** Upper bounds, inclusive, ascending. */
  constructor(readonly bounds: readonly number[]) {
    this.counts = new Float64Array(bounds.length + 1);
  }

  get count(): number {
    return this.counts.reduce((total, each) => total + each, 0);
  }

  observe(value: number): void {
    let at = 0;
    while (at < this.bounds.length && value > (this.bounds[at] ?? Infinity)) at++;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.sum += value;
  }
}

/** `count` bounds, each `factor` times the one before. */
export function exponential(start: number, factor: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number((start * factor ** i).toPrecision(12)));
}

/** How long the store takes to answer: its client, with every call timed. */
import type { EtcdClient } from '@kuorum/client';
import { Histogram, type Clock, type MetricsText } from '@kuorum/base';

/** As kube-apiserver's, in seconds. */
const bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

const operations = ['range', 'put', 'deleteRange', 'txn', 'compact', 'leaseGrant'] as const;
type Operation = (typeof operations)[number];

export class StoreMetrics {
  private readonly seconds = new Map<Operation, { readonly took: Histogram; errors: number }>(
    operations.map((operation) => [operation, { took: new Histogram(bounds), errors: 0 }]),
  );

  constructor(private readonly clock: Clock) {}

  /** The same client, timed. */
  timed(store: EtcdClient): EtcdClient {
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const call = (...args: unknown[]): unknown => Reflect.apply(value, target, args);
        const operation = operations.find((each) => each === name);
        return operation === undefined ? call : (...args: unknown[]) => this.time(operation, () => call(...args));
      },
    });
  }

  render(text: MetricsText): void {
    const all = [...this.seconds];
    text.histogram(
      'etcd_request_duration_seconds',
      'How long the store took to answer.',
      all.map(([operation, { took }]) => [{ operation }, took]),
    );
    text.counter(
      'etcd_request_errors_total',
      'Calls of the store that failed.',
      all.map(([operation, { errors }]) => [{ operation }, errors]),
    );
  }

  private time(operation: Operation, call: () => unknown): unknown {
    const counted = this.seconds.get(operation);
    const startMs = this.clock.monotonic();
    const answered = call();
    if (!(answered instanceof Promise) || counted === undefined) return answered;
    const done = (): void => counted.took.observe((this.clock.monotonic() - startMs) / 1000);
    answered.then(done, () => {
      counted.errors++;
      done();
    });
    return answered;
  }
}

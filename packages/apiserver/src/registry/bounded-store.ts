/**
 * The store's client with so many calls under way at once; the others wait here, in order of arrival, before the time of
 * their answer begins to count. A server with more work than it can do would take its own slowness for the store's otherwise:
 * calls run into their time although the store has answered, are tried again on another member, and the streams of all watch
 * caches move there with them. That is more work than what was too much, and does not end with its cause. How many wait is
 * bounded by who may call (priority and fairness, streams of a connection), how long by the request's own time.
 */
import type { EtcdClient } from '@kuorum/client';
import { Semaphore } from '@kuorum/base';

const operations: readonly (string | symbol)[] = ['range', 'put', 'deleteRange', 'txn', 'compact', 'leaseGrant'];

export function boundedStore(store: EtcdClient, callsMax: number): EtcdClient {
  const places = new Semaphore(callsMax);
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = (...args: unknown[]): unknown => Reflect.apply(value, target, args);
      if (!operations.includes(name)) return call;
      return (...args: unknown[]) => places.run(() => Promise.resolve(call(...args)));
    },
  });
}

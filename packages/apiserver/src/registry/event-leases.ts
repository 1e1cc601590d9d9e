/**
 * Leases of the store that let objects lapse. Many objects share one lease, as in Kubernetes: a lease is used again for
 * a minute or for a thousand keys, and lives that much longer than asked, so that nothing lapses early.
 */
import type { EtcdClient } from '@kuorum/client';
import type { Clock } from '@kuorum/base';
import { eventLeaseKeysMax, eventLeaseReuseMs, storeTimeoutMs } from '../limits.js';
import { storeError } from './store-errors.js';

interface SharedLease {
  readonly id: Promise<bigint>;
  readonly ttlSeconds: number;
  readonly grantedAtMs: number;
  keys: number;
}

export class EventLeases {
  private shared: SharedLease | undefined;

  constructor(
    private readonly store: EtcdClient,
    private readonly clock: Clock,
  ) {}

  /** A lease for one more key that lives at least `ttlSeconds`. */
  async take(ttlSeconds: number): Promise<bigint> {
    const now = this.clock.monotonic();
    let shared = this.shared;
    if (
      shared === undefined ||
      shared.ttlSeconds !== ttlSeconds ||
      shared.keys >= eventLeaseKeysMax ||
      now - shared.grantedAtMs >= eventLeaseReuseMs
    ) {
      shared = { id: this.grant(ttlSeconds), ttlSeconds, grantedAtMs: now, keys: 0 };
      this.shared = shared;
    }
    shared.keys++;
    try {
      return await shared.id;
    } catch (error) {
      if (this.shared === shared) this.shared = undefined;
      throw storeError(error);
    }
  }

  /** The store does not know the lease any more: take another one next time. */
  forget(): void {
    this.shared = undefined;
  }

  private async grant(ttlSeconds: number): Promise<bigint> {
    const { id } = await this.store.leaseGrant(ttlSeconds + eventLeaseReuseMs / 1000, { timeoutMs: storeTimeoutMs });
    return id;
  }
}

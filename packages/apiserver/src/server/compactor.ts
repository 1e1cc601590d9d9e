/**
 * Lets the store forget old revisions, as a kube-apiserver does: every interval, compact to the revision seen one
 * interval before. A key of its own, written by compare-and-swap on its version, makes that one of several apiservers
 * does it; the others only note the revision.
 */
import type { EtcdClient } from '@kuorum/client';
import type { Clock, Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { storeTimeoutMs } from '../limits.js';
import { keyBytes } from '../registry/keys.js';

const compactKey = keyBytes('compact_rev_key');

export class Compactor {
  private timer: Timer | undefined;
  /** Version of the key, and revision of the store, at the last look. */
  private version = 0;
  private revision = 0;
  private stopped = false;

  constructor(
    private readonly store: EtcdClient,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly intervalMs: number,
  ) {}

  start(): void {
    this.timer = this.clock.setTimeout(() => {
      this.compact()
        .catch((error: unknown) => this.logger.warn({ err: error }, 'cannot compact the store; trying again later'))
        .finally(() => this.stopped || this.start());
    }, this.intervalMs);
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  /** One round. Gives the revision compacted to, if it was this server's turn. */
  async compact(): Promise<number | undefined> {
    const target = this.revision;
    const result = await this.store.txn(
      {
        compare: [{ key: compactKey, target: 'version', result: '=', value: this.version }],
        success: [{ op: 'put', key: compactKey, value: keyBytes(String(target)) }],
        failure: [{ op: 'range', key: compactKey }],
      },
      { timeoutMs: storeTimeoutMs },
    );
    this.revision = result.revision;
    if (!result.succeeded) {
      const [response] = result.responses;
      this.version = response?.op === 'range' ? (response.kvs[0]?.version ?? 0) : 0;
      return undefined;
    }
    this.version++;
    if (target === 0) return undefined;
    await this.store.compact(target, { timeoutMs: storeTimeoutMs });
    this.logger.info({ revision: target }, 'compacted the store');
    return target;
  }
}

/** Asks the store every few seconds for a linearizable read: the server is healthy while it answers. */
import type { EtcdClient } from '@kuorum/client';
import type { Clock, Timer } from '@kuorum/base';
import { healthIntervalMs, healthTimeoutMs } from '../limits.js';
import { keyBytes } from '../registry/keys.js';

const healthKey = keyBytes('/registry/health');

export class StoreHealth {
  private timer: Timer | undefined;
  private stopped = false;
  /** Why the store is not healthy; undefined when it is. */
  problem: string | undefined = 'the store has not answered yet';

  constructor(
    private readonly store: EtcdClient,
    private readonly clock: Clock,
    /** Told after each look. */
    private readonly onLook: () => void,
  ) {}

  start(): void {
    void this.look();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  private async look(): Promise<void> {
    try {
      await this.store.range({ key: healthKey, keysOnly: true }, { timeoutMs: healthTimeoutMs });
      this.problem = undefined;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    if (this.stopped) return;
    this.onLook();
    this.timer = this.clock.setTimeout(() => void this.look(), healthIntervalMs);
  }
}

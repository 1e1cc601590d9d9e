/**
 * What happens to a member that was removed from its cluster: it stops by itself. It hears of it from its own log, or, as
 * nobody sends it that any more, from the first peer that it turns to. It stays for a moment: the client that asked for
 * the removal may be its own and waits for the answer, and peers that have not heard of it need its refusals to find together.
 */
import type { Clock, Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { REMOVED_DRAIN_MS } from './limits.js';

export class Removal {
  /** To stop the member as a whole. */
  onLeave: () => void = () => undefined;
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Nothing that needs the cluster can be done here any more. */
  get hasHappened(): boolean {
    return this.timer !== undefined;
  }

  /** Idempotent. */
  happened(): void {
    if (this.timer !== undefined) return;
    this.logger.error(
      {},
      'the member has been permanently removed from the cluster: it stops. Its data directory is of no use any more',
    );
    this.timer = this.clock.setTimeout(() => this.onLeave(), REMOVED_DRAIN_MS);
  }

  cancel(): void {
    this.timer?.cancel();
  }
}

/**
 * Memory that the clients of one server make it keep, all connections together: a limit for each connection is none
 * for ten thousand. A budget that is used up is not a reason to serve nobody: what has been kept for longest is given
 * up. So a large request that arrives as fast as the line allows outlives small ones that never end, and whoever
 * opens more connections to send more of those gains nothing.
 */
import * as limits from './limits.js';

export class Budget {
  used = 0;
  private searchedMs = -Infinity;

  constructor(readonly bytesMax: number) {}

  get exceeded(): boolean {
    return this.used > this.bytesMax;
  }

  /**
   * Has holders give up what they keep, those of the highest cost first, until a quarter is free, so that the search
   * is not for each frame. What costs nothing is spared. False = there is no room.
   */
  reclaim(holders: () => readonly Holder[], nowMs: number): boolean {
    if (!this.exceeded) return true;
    if (nowMs - this.searchedMs < limits.RECLAIM_PAUSE_MS) return false;
    const sorted = holders().filter(({ cost }) => cost > 0);
    sorted.sort((a, b) => b.cost - a.cost);
    for (const holder of sorted) {
      if (this.used <= this.bytesMax * (3 / 4)) break;
      holder.giveUp();
    }
    // It may have been in vain, as requests that are being answered cannot be given up.
    if (this.exceeded) this.searchedMs = nowMs;
    return !this.exceeded;
  }
}

/** Something that keeps bytes of a budget and can be made to let go. */
export interface Holder {
  readonly cost: number;
  giveUp(): void;
}

/** The largest values that a server of its own may want smaller: tests. */
export interface MemoryLimits {
  readonly connections: number;
  readonly callBytes: number;
  readonly requestBytes: number;
  readonly outputBytes: number;
}

export const defaultMemoryLimits: MemoryLimits = {
  connections: limits.CONNECTIONS_MAX,
  callBytes: limits.SERVER_CALL_BYTES,
  requestBytes: limits.SERVER_REQUEST_BYTES,
  outputBytes: limits.SERVER_OUTPUT_BYTES,
};

export class ServerMemory {
  /** Headers and objects of calls under way. */
  readonly calls: Budget;
  /** Requests that are unfinished, unread or being answered, and frames that are unfinished. */
  readonly requests: Budget;
  /** What waits to be sent. */
  readonly output: Budget;

  constructor(sizes: MemoryLimits) {
    this.calls = new Budget(sizes.callBytes);
    this.requests = new Budget(sizes.requestBytes);
    this.output = new Budget(sizes.outputBytes);
  }
}

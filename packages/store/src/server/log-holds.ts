/**
 * What must stay of the raft log for members that a snapshot is on its way to: the entries behind that snapshot, until
 * the member has had time to ask for them. Under load the log is cut faster than a snapshot travels; without this such a
 * member would be sent one snapshot after the other and never catch up. etcd (`server/etcdserver/server.go`) pauses its
 * compaction meanwhile.
 *
 * Divergence: bounded. A transfer behind which more has piled up than the limits allow is not worth the memory.
 */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { asLogIndex, type LogStorage, type NodeId } from '../raft/index.js';
import { LOG_HELD_BYTES, LOG_HELD_ENTRIES, LOG_HELD_MS, SNAPSHOT_KEPT_MS } from './limits.js';

interface Hold {
  /** The snapshot is of this index or of a later one. */
  readonly index: number;
  readonly arrived: boolean;
  readonly untilMs: number;
}

export class LogHolds {
  private readonly holds = new Map<NodeId, Hold>();

  constructor(
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly logger: Logger,
  ) {}

  /** A snapshot of at least `index` sets out, or the one before goes on where it broke off. */
  begin(to: NodeId, index: number): void {
    const before = this.holds.get(to);
    const from = before?.arrived === false ? Math.min(before.index, index) : index;
    this.holds.set(to, { index: from, arrived: false, untilMs: Infinity });
  }

  end(to: NodeId, arrived: boolean): void {
    const hold = this.holds.get(to);
    if (hold === undefined) return;
    const heldMs = arrived ? LOG_HELD_MS : SNAPSHOT_KEPT_MS;
    this.holds.set(to, { index: hold.index, arrived, untilMs: this.clock.monotonic() + heldMs });
  }

  /** How far `log` may be cut now that would be cut up to `cut`. */
  bound(cut: number, log: Pick<LogStorage, 'entries'>): number {
    let bounded = cut;
    for (const [to, { index, untilMs }] of this.holds) {
      if (untilMs <= this.clock.monotonic()) this.holds.delete(to);
      else if (isAffordable(index, cut, log)) bounded = Math.min(bounded, index);
      else {
        this.holds.delete(to);
        this.logger.warn({ peer: to.toString(16), index, cut }, 'a snapshot takes too long: it will need another one');
      }
    }
    return bounded;
  }
}

/** The entries above `index`, up to `cut`, are there and within the limits. */
function isAffordable(index: number, cut: number, log: Pick<LogStorage, 'entries'>): boolean {
  const count = cut - index;
  if (count <= 0) return true;
  if (count > LOG_HELD_ENTRIES) return false;
  return log.entries(asLogIndex(index + 1), asLogIndex(cut + 1), LOG_HELD_BYTES)?.length === count;
}

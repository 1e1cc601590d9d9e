/**
 * All raft streams that others have opened to this member. Anybody may connect, so what they cost together is bounded: their
 * number, and the bytes of frames that have not come whole. Those give way that have said the least, or have kept the most
 * for the longest; a member whose stream is cut opens another.
 */
import type { Socket } from 'node:net';
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { Message, NodeId } from '../../raft/index.js';
import { RAFT_STREAMS_MAX, RAFT_UNFINISHED_BYTES } from '../limits.js';
import type { Membership } from '../membership.js';
import type { MemberMetrics } from '../metrics/member-metrics.js';
import { RaftReceiver } from './raft-receiver.js';

export interface RaftReceiverOptions {
  readonly selfId: NodeId;
  readonly clusterId: bigint;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly members: Pick<Membership, 'wasRemoved'>;
  readonly metrics: Pick<MemberMetrics, 'peer'>;
  readonly step: (message: Message) => void;
  readonly streamOpened: (from: NodeId) => void;
  readonly streamLost: (from: NodeId) => void;
}

export interface RaftSocketsLimits {
  readonly streams: number;
  readonly unfinishedBytes: number;
}

const USUAL: RaftSocketsLimits = { streams: RAFT_STREAMS_MAX, unfinishedBytes: RAFT_UNFINISHED_BYTES };

export class RaftSockets {
  private readonly receivers = new Set<RaftReceiver>();
  private unfinishedBytes = 0;
  private toldReason = '';

  constructor(
    readonly options: RaftReceiverOptions,
    private readonly limits: RaftSocketsLimits = USUAL,
  ) {}

  /** Takes over a socket that has not been read yet, or whose first bytes are put back after this. */
  add(socket: Socket): void {
    if (this.receivers.size >= this.limits.streams) this.cutFirst((each) => each.idleness);
    this.receivers.add(new RaftReceiver(socket, this));
  }

  /** A receiver keeps so many bytes more, or less. */
  keeps(moreBytes: number): void {
    this.unfinishedBytes += moreBytes;
    while (this.unfinishedBytes > this.limits.unfinishedBytes && moreBytes > 0) this.cutFirst((each) => each.burden);
  }

  forget(receiver: RaftReceiver): void {
    this.receivers.delete(receiver);
  }

  /** Of whoever connects; each reason once until there is another: a scan of ports, or who is refused, comes again. */
  warn(reason: string, fields: object, text: string): void {
    if (reason === this.toldReason) return;
    this.toldReason = reason;
    this.options.logger.warn({ ...fields, reason }, text);
  }

  private cutFirst(rank: (receiver: RaftReceiver) => number): void {
    let first: RaftReceiver | undefined;
    for (const each of this.receivers) if (first === undefined || rank(each) > rank(first)) first = each;
    first?.cut();
  }
}

/**
 * Linearizable reads without a log entry (thesis §6.4, ReadIndex): the leader notes its commit index, makes sure by a
 * round of heartbeats that it still leads, and then lets the reader read once that index is applied.
 *
 * Requests are numbered; heartbeats carry the newest number and followers echo it. A follower that echoes `n` heard
 * this leader after read `n` came in, hence also after every earlier read: one quorum confirms all of them, and a lost
 * heartbeat costs nothing as the next one carries the number too. (etcd sends the request's own context instead.)
 */
import { type JointVoters, reachedByQuorum } from './quorum/joint.js';
import type { LogIndex, NodeId, ReadContext } from './types.js';

export interface ReadRequest {
  readonly from: NodeId;
  readonly ctx: ReadContext;
}

interface PendingRead extends ReadRequest {
  readonly seq: number;
  readonly index: LogIndex;
}

export class ReadOnly {
  /** Came before the leader had committed an entry of its own term: its commit index may be behind the group's. */
  private tooEarly: ReadRequest[] = [];
  /** Waiting for a quorum, in order of `seq`. */
  private pending: PendingRead[] = [];
  private readonly acked = new Map<NodeId, number>();
  private seq = 0;

  get count(): number {
    return this.tooEarly.length + this.pending.length;
  }

  /** What the next heartbeat carries: the newest unconfirmed read, 0 = none. */
  get pendingSeq(): number {
    return this.pending.length > 0 ? this.seq : 0;
  }

  postpone(request: ReadRequest): void {
    this.tooEarly.push(request);
  }

  takePostponed(): readonly ReadRequest[] {
    const requests = this.tooEarly;
    this.tooEarly = [];
    return requests;
  }

  add(request: ReadRequest, index: LogIndex): void {
    this.seq++;
    this.pending.push({ ...request, index, seq: this.seq });
  }

  /** `from` echoed `seq`; gives the reads that are thereby confirmed. `self` always agrees. */
  ack(from: NodeId, seq: number, joint: JointVoters, self: NodeId): readonly PendingRead[] {
    this.acked.set(from, Math.max(seq, this.acked.get(from) ?? 0));
    const confirmed = reachedByQuorum(joint, (id) => (id === self ? this.seq : (this.acked.get(id) ?? 0)));
    const stillOut = this.pending.findIndex((read) => read.seq > confirmed);
    return this.pending.splice(0, stillOut === -1 ? this.pending.length : stillOut);
  }
}

/**
 * The receiving end of a raft stream. What comes is not believed: who says hello must belong to the cluster, and bytes that are no
 * message end the stream, with the reason, and nothing else.
 */
import type { Socket } from 'node:net';
import type { Logger } from '@kuorum/base/node';
import type { Message, NodeId } from '../../raft/index.js';
import { MalformedRecordError } from '../byte-io.js';
import { PEER_HELLO_TIMEOUT_MS, PEER_KEEPALIVE_MS, PEER_KEEPALIVE_TIMEOUT_MS, PEER_RECEIVE_BYTES } from '../limits.js';
import type { Membership } from '../membership.js';
import type { MemberMetrics } from '../metrics/member-metrics.js';
import { decodeMessage } from '../raft-codec.js';
import { Answer, decodeHello, encodeAnswer, FrameSplitter, GREETING, type Hello } from './frames.js';

/** What a member is told that sends messages after it was removed. */
export const REMOVED_TEXT = 'the member has been permanently removed from the cluster';

const ACCEPTED = encodeAnswer(Answer.accepted);
const PONG = encodeAnswer(Answer.pong);
/** A refusal is given this long to arrive. */
const LINGER_MS = 1_000;

export interface RaftReceiverOptions {
  readonly selfId: NodeId;
  readonly clusterId: bigint;
  readonly logger: Logger;
  readonly members: Pick<Membership, 'wasRemoved'>;
  readonly metrics: Pick<MemberMetrics, 'peer'>;
  readonly step: (message: Message) => void;
  readonly streamLost: (from: NodeId) => void;
}

/** Takes over a socket that has not been read yet, or whose first bytes were put back. */
export class RaftReceiver {
  private greeted = 0;
  private from: NodeId | undefined;
  private over = false;
  private readonly splitter = new FrameSplitter(PEER_RECEIVE_BYTES, (frame) => this.onFrame(frame));

  constructor(
    private readonly socket: Socket,
    private readonly options: RaftReceiverOptions,
  ) {
    socket.setNoDelay(true);
    socket.setTimeout(PEER_HELLO_TIMEOUT_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    // Said by `close` as well, which follows.
    socket.on('error', () => undefined);
    socket.on('close', () => this.lost());
    socket.resume();
  }

  private receive(chunk: Buffer): void {
    if (this.over) return;
    try {
      let at = 0;
      while (at < chunk.length && this.greeted < GREETING.length)
        if (chunk[at++] !== GREETING[this.greeted++]) throw new MalformedRecordError('it speaks another protocol');
      if (at < chunk.length) this.splitter.receive(at === 0 ? chunk : chunk.subarray(at));
    } catch (error) {
      if (!(error instanceof MalformedRecordError)) throw error;
      this.options.logger.warn({ from: this.from?.toString(16), reason: error.message }, 'refused a message');
      this.refuse(`malformed raft message: ${error.message}`);
    }
  }

  private onFrame(frame: Buffer): void {
    if (this.over) return;
    if (this.from === undefined) this.onHello(frame);
    else if (frame.length === 0) this.socket.write(PONG);
    else this.onMessage(this.from, frame);
  }

  private onHello(frame: Buffer): void {
    const hello = decodeHello(frame);
    const refusal = this.refusalOf(hello);
    if (refusal !== undefined) return this.refuse(refusal);
    this.from = hello.from;
    this.socket.setTimeout(PEER_KEEPALIVE_MS + PEER_KEEPALIVE_TIMEOUT_MS);
    this.socket.write(ACCEPTED);
  }

  private onMessage(from: NodeId, frame: Buffer): void {
    const { selfId, members, metrics, step } = this.options;
    const peer = metrics.peer(from);
    if (peer !== undefined) peer.receivedBytes += frame.length;
    const message = decodeMessage(frame);
    if (members.wasRemoved(from)) return this.refuse(REMOVED_TEXT);
    // A snapshot without its state is of no use; it comes by InstallSnapshot.
    if (message.to === selfId && message.type !== 'snap') step(message);
  }

  private refusalOf({ clusterId, from }: Hello): string | undefined {
    const { logger, members } = this.options;
    if (clusterId !== this.options.clusterId) {
      logger.warn({ from: from.toString(16), cluster: clusterId.toString(16) }, 'refused a member of another cluster');
      return 'cluster ID mismatch';
    }
    return members.wasRemoved(from) ? REMOVED_TEXT : undefined;
  }

  private refuse(text: string): void {
    const { socket } = this;
    this.lost();
    socket.setTimeout(LINGER_MS);
    socket.end(encodeAnswer(Answer.refused, text));
  }

  private lost(): void {
    if (this.over) return;
    this.over = true;
    if (this.from !== undefined) this.options.streamLost(this.from);
  }
}

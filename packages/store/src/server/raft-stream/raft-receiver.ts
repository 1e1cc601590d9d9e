/**
 * The receiving end of a raft stream. What comes is not believed: who says hello must belong to the cluster, and bytes that are no
 * message end the stream, with the reason, and nothing else. Whoever does not read what comes back is owed one answer at most.
 */
import type { Socket } from 'node:net';
import type { Timer } from '@kuorum/base';
import type { NodeId } from '../../raft/index.js';
import { MalformedRecordError } from '../byte-io.js';
import {
  PEER_HELLO_TIMEOUT_MS,
  PEER_KEEPALIVE_MS,
  PEER_KEEPALIVE_TIMEOUT_MS,
  PEER_PROGRESS_MS,
  PEER_RECEIVE_BYTES,
  PEER_REFUSAL_LINGER_MS,
} from '../limits.js';
import { decodeMessage } from '../raft-codec.js';
import { Answer, decodeHello, encodeAnswer, FrameSplitter, GREETING, HELLO_BYTES, type Hello } from './frames.js';
import type { RaftSockets } from './raft-sockets.js';

/** What a member is told that sends messages after it was removed. */
export const REMOVED_TEXT = 'the member has been permanently removed from the cluster';

const ACCEPTED = encodeAnswer(Answer.accepted);
const PONG = encodeAnswer(Answer.pong);

/** Takes over a socket that has not been read yet, or whose first bytes were put back. */
export class RaftReceiver {
  private greeted = 0;
  private from: NodeId | undefined;
  private over = false;
  /** Until the hello has come, and again while a refusal goes out: however much the other side says meanwhile. */
  private deadline: Timer;
  private receivedMs: number;
  private answeredMs: number;
  private answerWaits = false;
  /** Of a frame that has not come whole, and since when there is one. */
  private keptBytes = 0;
  private keptSinceMs = 0;
  private readonly splitter = new FrameSplitter(HELLO_BYTES, (frame) => this.onFrame(frame));

  constructor(
    private readonly socket: Socket,
    private readonly owner: RaftSockets,
  ) {
    const { clock } = owner.options;
    this.receivedMs = clock.monotonic();
    this.answeredMs = this.receivedMs;
    this.deadline = clock.setTimeout(() => this.cut(), PEER_HELLO_TIMEOUT_MS);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    // Said by `close` as well, which follows.
    socket.on('error', () => undefined);
    socket.on('timeout', () => this.cut());
    socket.on('close', () => this.closed());
    socket.resume();
  }

  /** Who was never accepted goes before all who were. */
  get idleness(): number {
    return (this.from === undefined ? Number.MAX_SAFE_INTEGER / 2 : 0) + this.sinceMs(this.receivedMs);
  }

  get burden(): number {
    return this.keptBytes * (1 + this.sinceMs(this.keptSinceMs));
  }

  /** What it kept is free at once, whenever the socket says that it is closed. */
  cut(): void {
    this.socket.destroy();
    this.closed();
  }

  private receive(chunk: Buffer): void {
    if (this.over) return;
    this.receivedMs = this.owner.options.clock.monotonic();
    try {
      let at = 0;
      while (at < chunk.length && this.greeted < GREETING.length)
        if (chunk[at++] !== GREETING[this.greeted++]) throw new MalformedRecordError('it speaks another protocol');
      if (at < chunk.length) this.splitter.receive(at === 0 ? chunk : chunk.subarray(at));
    } catch (error) {
      if (!(error instanceof MalformedRecordError)) throw error;
      this.owner.warn(error.message, { from: this.from?.toString(16) }, 'refused a message');
      this.refuse(`malformed raft message: ${error.message}`);
    }
    if (this.over) return;
    this.keep(this.splitter.keptBytes);
    // On a slow line a ping comes long after it was sent, behind what went before it. That bytes come in at all is as good.
    if (this.from !== undefined && this.receivedMs - this.answeredMs >= PEER_PROGRESS_MS) this.answer();
  }

  private onFrame(frame: Buffer): void {
    if (this.over) return;
    if (this.from === undefined) this.onHello(frame);
    // Even of a ping: a learner has nothing else to say, and may have missed the last entry that it was sent.
    else if (this.owner.options.members.wasRemoved(this.from)) this.refuse(REMOVED_TEXT);
    else if (frame.length === 0) this.answer();
    else this.onMessage(this.from, frame);
  }

  /** That we are there. One answer stands for everything that has come until it goes out. */
  private answer(): void {
    if (this.answerWaits) return;
    this.answerWaits = true;
    this.answeredMs = this.receivedMs;
    this.socket.write(PONG, () => (this.answerWaits = false));
  }

  private onHello(frame: Buffer): void {
    const hello = decodeHello(frame);
    const refusal = this.refusalOf(hello);
    if (refusal !== undefined) return this.refuse(refusal);
    this.from = hello.from;
    this.deadline.cancel();
    this.splitter.bytesMax = PEER_RECEIVE_BYTES;
    this.socket.setTimeout(PEER_KEEPALIVE_MS + PEER_KEEPALIVE_TIMEOUT_MS);
    this.socket.write(ACCEPTED);
    this.owner.options.streamOpened(hello.from);
  }

  private onMessage(from: NodeId, frame: Buffer): void {
    const { selfId, metrics, step } = this.owner.options;
    const peer = metrics.peer(from);
    if (peer !== undefined) peer.receivedBytes += frame.length;
    const message = decodeMessage(frame);
    if (message.from !== from) throw new MalformedRecordError('it is from another member than the stream');
    // A snapshot without its state is of no use; it comes by InstallSnapshot.
    if (message.to === selfId && message.type !== 'snap') step(message);
  }

  private refusalOf({ clusterId, from }: Hello): string | undefined {
    const { members } = this.owner.options;
    if (clusterId !== this.owner.options.clusterId) {
      const fields = { from: from.toString(16) };
      this.owner.warn(`its cluster is ${clusterId.toString(16)}`, fields, 'refused a member of another cluster');
      return 'cluster ID mismatch';
    }
    return members.wasRemoved(from) ? REMOVED_TEXT : undefined;
  }

  /** Nothing more is read, and the refusal is given a moment to arrive. */
  private refuse(text: string): void {
    const { socket } = this;
    this.lost();
    socket.pause();
    socket.end(encodeAnswer(Answer.refused, text));
    this.deadline.cancel();
    this.deadline = this.owner.options.clock.setTimeout(() => this.cut(), PEER_REFUSAL_LINGER_MS);
  }

  private closed(): void {
    this.deadline.cancel();
    this.owner.forget(this);
    this.lost();
  }

  private lost(): void {
    if (this.over) return;
    this.over = true;
    this.splitter.drop();
    this.keep(0);
    if (this.from !== undefined) this.owner.options.streamLost(this.from);
  }

  private keep(bytes: number): void {
    const more = bytes - this.keptBytes;
    if (this.keptBytes === 0 && bytes > 0) this.keptSinceMs = this.receivedMs;
    this.keptBytes = bytes;
    if (more !== 0) this.owner.keeps(more);
  }

  private sinceMs(thenMs: number): number {
    return this.owner.options.clock.monotonic() - thenMs;
  }
}

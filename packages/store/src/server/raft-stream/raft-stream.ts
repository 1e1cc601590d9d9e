/** The sending end of a raft stream: one connection, used from when the other side has accepted it until it is lost. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Clock, Timer } from '@kuorum/base';
import { MalformedRecordError } from '../byte-io.js';
import {
  PEER_PING_MS,
  PEER_PINGS_UNANSWERED,
  PEER_SOCKET_BYTES,
  PEER_TLS_REFUSAL_MS,
  RAFT_ANSWER_BYTES,
} from '../limits.js';
import { Answer, encodeHello, FrameSplitter, framed, GREETING, type Hello } from './frames.js';

const PING = framed(() => undefined);

export interface RaftStreamEvents {
  /** Called once, before anything may be written. */
  onAccepted(): void;
  /** There is room again. */
  onRoom(): void;
  /** Called once, unless it is closed before. */
  onLost(reason: Error): void;
}

export class RaftStream {
  private accepted = false;
  private over = false;
  /** Pings that were due since anything was heard. */
  private unanswered = 0;
  private ping: Timer;

  constructor(
    private readonly socket: Socket,
    hello: Hello,
    private readonly clock: Clock,
    private readonly events: RaftStreamEvents,
  ) {
    this.ping = clock.setTimeout(() => this.keepAlive(), PEER_PING_MS);
    const splitter = new FrameSplitter(RAFT_ANSWER_BYTES, (frame) => this.onAnswer(frame));
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(splitter, chunk));
    socket.on('drain', () => {
      if (!this.over) this.events.onRoom();
    });
    socket.on('error', (error) => this.lost(error));
    socket.on('close', () => this.lost(this.closedBy()));
    const greeting = Buffer.concat([GREETING, encodeHello(hello)]);
    if (socket instanceof TLSSocket) socket.once('secureConnect', () => this.greetSoon(greeting));
    else socket.write(greeting);
  }

  /** The other side takes messages, and the socket has taken most of what it was given. */
  get hasRoom(): boolean {
    return this.accepted && !this.over && this.socket.writableLength < PEER_SOCKET_BYTES;
  }

  /** Frames, at once. */
  write(frames: readonly Uint8Array[]): void {
    const { socket } = this;
    if (frames.length > 1) socket.cork();
    for (const frame of frames) socket.write(frame);
    if (frames.length > 1) socket.uncork();
  }

  close(): void {
    this.over = true;
    this.ping.cancel();
    this.socket.destroy();
  }

  private receive(splitter: FrameSplitter, chunk: Buffer): void {
    this.unanswered = 0;
    try {
      splitter.receive(chunk);
    } catch (error) {
      if (!(error instanceof MalformedRecordError)) throw error;
      this.lost(error);
    }
  }

  private onAnswer(frame: Buffer): void {
    if (this.over) return;
    if (frame[0] === Answer.refused) this.lost(new Error(frame.subarray(1).toString('utf8')));
    if (frame[0] !== Answer.accepted || this.accepted) return;
    this.accepted = true;
    this.events.onAccepted();
  }

  private closedBy(): Error {
    // Node closes on a certificate that it does not take, without an alert.
    const isRefused = this.socket instanceof TLSSocket && !this.accepted;
    return new Error(
      isRefused ? 'the other side closed the connection: it may not take our certificate' : 'the connection was closed',
    );
  }

  /**
   * With TLS 1.3 the other side looks at our certificate when we believe to have agreed already, and why it refuses is lost when we
   * have sent it something by then: a socket that is closed with bytes unread is reset.
   */
  private greetSoon(greeting: Buffer): void {
    this.clock.setTimeout(() => {
      if (!this.over) this.socket.write(greeting);
    }, PEER_TLS_REFUSAL_MS);
  }

  /** Without it a cut cable is noticed only by TCP, minutes later. */
  private keepAlive(): void {
    if (this.unanswered >= PEER_PINGS_UNANSWERED) return this.lost(new Error('nothing was heard of it'));
    this.unanswered++;
    // What waits to go out is answered as it comes in (raft-receiver.ts), and a ping would only wait behind it.
    if (this.accepted && this.socket.writableLength === 0) this.socket.write(PING);
    this.ping = this.clock.setTimeout(() => this.keepAlive(), PEER_PING_MS);
  }

  private lost(reason: Error): void {
    if (this.over) return;
    this.close();
    this.events.onLost(reason);
  }
}

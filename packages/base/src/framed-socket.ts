/**
 * Several byte streams over one connection, as apiserver and kubelet speak it after an HTTP Upgrade: exec and port-forward.
 * A frame is one byte of channel, four bytes of length (big-endian), and that much payload. The channels have the numbers of
 * Kubernetes' remote command protocol (v5.channel.k8s.io).
 *
 * - Backpressure goes through: `send` is done when more may be sent, and nothing is read while the handler of a frame works.
 *   What waits in between is bounded by the connection's own buffers.
 * - The channels share one order: while one is not taken, those behind it wait too.
 * - Both ends send pings. They make a connection fail whose other end is gone though nobody reads from it, and an end that
 *   reads and hears nothing for so long takes the other one for dead.
 */
import { Writable, type Duplex } from 'node:stream';
import { systemClock, type Clock, type Timer } from './clock.js';

export const channels = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, ping: 254, close: 255 } as const;

export const frameHeaderBytes = 5;

/** Largest payload of a frame; more is sent in several, and more than that is no frame of ours. */
export const frameBytesMax = 32 * 1024;

/** How often each end gives a sign of life, and how long the other one waits for it. */
export const framePingIntervalMs = 2_000;
export const frameSilenceMs = 15_000;

export interface FramedSocketOptions {
  readonly clock?: Clock | undefined;
  readonly pingIntervalMs?: number | undefined;
  readonly silenceMs?: number | undefined;
  /** `onIdle` is called when nothing but pings went either way for so long. */
  readonly idleTimeoutMs?: number | undefined;
  readonly onIdle?: (() => void) | undefined;
}

export type FrameHandler = (channel: number, payload: Buffer) => Promise<void> | void;

/** The other end did not keep to the protocol. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Takes chunks as they come in, gives whole frames. */
export class FrameReader {
  /** Of a frame that is not whole yet; put together once enough is there, however small the pieces are. */
  private pieces: Buffer[] = [];
  private heldBytes = 0;
  private wantedBytes = frameHeaderBytes;

  /** Throws {@link FrameError}. */
  *push(chunk: Uint8Array): Generator<readonly [channel: number, payload: Buffer], void, void> {
    this.pieces.push(asBuffer(chunk));
    this.heldBytes += chunk.length;
    if (this.heldBytes < this.wantedBytes) return;
    let data = this.pieces.length === 1 ? asBuffer(chunk) : Buffer.concat(this.pieces);
    this.hold(Buffer.alloc(0), frameHeaderBytes);
    while (data.length >= frameHeaderBytes) {
      const length = data.readUInt32BE(1);
      if (length > frameBytesMax)
        throw new FrameError(`a frame of ${length} bytes, at most ${frameBytesMax} are taken`);
      const end = frameHeaderBytes + length;
      if (data.length < end) return this.hold(data, end);
      yield [data.readUInt8(0), data.subarray(frameHeaderBytes, end)];
      data = data.subarray(end);
    }
    this.hold(data, frameHeaderBytes);
  }

  private hold(rest: Buffer, wantedBytes: number): void {
    this.pieces = rest.length === 0 ? [] : [rest];
    this.heldBytes = rest.length;
    this.wantedBytes = wantedBytes;
  }
}

export class FramedSocket {
  /** Aborts when the connection is closed, with why. */
  readonly signal: AbortSignal;
  private readonly abort = new AbortController();
  private readonly clock: Clock;
  private timer: Timer | undefined;
  private failure: Error | undefined;
  /** A frame is being handled: nothing is read meanwhile, so silence means nothing. */
  private handling = false;
  private heardMs: number;
  private tickedMs: number;
  private activeMs: number;

  constructor(
    private readonly socket: Duplex,
    head: Uint8Array,
    private readonly options: FramedSocketOptions = {},
  ) {
    this.signal = this.abort.signal;
    this.clock = options.clock ?? systemClock;
    this.heardMs = this.tickedMs = this.activeMs = this.clock.monotonic();
    if (head.length > 0) socket.unshift(head);
    socket.on('error', (error: Error) => (this.failure ??= error));
    socket.once('close', () => {
      this.timer?.cancel();
      this.abort.abort(this.failure ?? new Error('the connection was closed'));
    });
    this.tick();
  }

  /** Resolves when more may be sent; also when nothing will ever be, see {@link signal}. */
  async send(channel: number, payload: Uint8Array): Promise<void> {
    this.activeMs = this.clock.monotonic();
    for (let at = 0; at === 0 || at < payload.length; at += frameBytesMax) {
      if (!this.write(channel, payload.subarray(at, at + frameBytesMax))) await drained(this.socket);
    }
  }

  /** Nothing more comes on the channel. */
  async sendClose(channel: number): Promise<void> {
    await this.send(channels.close, Uint8Array.of(channel));
  }

  sendJson(channel: number, value: object): Promise<void> {
    return this.send(channel, Buffer.from(JSON.stringify(value)));
  }

  /** What is written to it goes out on the channel; its end is told. */
  writable(channel: number): Writable {
    const settle = (sent: Promise<void>, done: (error?: Error | null) => void): void => {
      sent.then(() => done(this.signal.aborted ? (this.signal.reason as Error) : null), done);
    };
    return new Writable({
      highWaterMark: frameBytesMax,
      write: (chunk: Uint8Array, _encoding, done) => settle(this.send(channel, chunk), done),
      final: (done) => settle(this.sendClose(channel), done),
    });
  }

  /**
   * Hands frames over, one at a time, the next one when the last one is done with. Resolves when the other end has said its last
   * word; rejects when the connection breaks, with what the handler throws, and with {@link FrameError}.
   */
  async receive(handle: FrameHandler): Promise<void> {
    const reader = new FrameReader();
    try {
      for await (const chunk of this.socket) {
        this.heardMs = this.clock.monotonic();
        for (const [channel, payload] of reader.push(chunk as Buffer)) {
          if (channel === channels.ping) continue;
          this.activeMs = this.clock.monotonic();
          const handled = handle(channel, payload);
          if (handled === undefined) continue;
          this.handling = true;
          await handled;
          this.handling = false;
          this.heardMs = this.clock.monotonic();
        }
      }
    } catch (error) {
      throw this.failure ?? error;
    }
  }

  /** No more frames from here; what was sent is still delivered. */
  end(): void {
    this.socket.end();
  }

  destroy(why?: Error): void {
    this.failure ??= why;
    this.socket.destroy();
  }

  private write(channel: number, payload: Uint8Array): boolean {
    if (this.signal.aborted || !this.socket.writable) return true;
    const header = Buffer.alloc(frameHeaderBytes);
    header.writeUInt8(channel, 0);
    header.writeUInt32BE(payload.length, 1);
    this.socket.cork();
    let more = this.socket.write(header);
    if (payload.length > 0) more = this.socket.write(payload);
    this.socket.uncork();
    return more;
  }

  private tick(): void {
    const { clock, socket } = this;
    const { pingIntervalMs = framePingIntervalMs, silenceMs = frameSilenceMs, idleTimeoutMs = Infinity } = this.options;
    this.timer = clock.setTimeout(() => {
      const now = clock.monotonic();
      // This process itself stood still: what came meanwhile is yet to be read.
      if (now - this.tickedMs > 2 * pingIntervalMs) this.heardMs = now;
      this.tickedMs = now;
      if (!this.handling && now - this.heardMs > silenceMs) {
        return this.destroy(new Error(`no sign of life for ${silenceMs} ms`));
      }
      if (now - this.activeMs >= idleTimeoutMs) this.options.onIdle?.();
      if (!socket.writableNeedDrain) this.write(channels.ping, new Uint8Array());
      this.tick();
    }, pingIntervalMs);
  }
}

/** Resolves when more may be written to the stream, or nothing will ever be. */
export function drained(stream: Writable | Duplex, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    if (stream.destroyed || !stream.writableNeedDrain || signal?.aborted === true) return resolve();
    stream.on('drain', done);
    stream.on('close', done);
    signal?.addEventListener('abort', done);
  });
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
}

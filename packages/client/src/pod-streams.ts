/** Exec and port-forward as Node streams: whoever does not read makes the other end wait. */
import { Duplex, Readable, Writable } from 'node:stream';
import type { ExecStatus } from '@kuorum/api';
import type { BidiCall } from './bidi-call.js';
import type { Request } from './caller.js';
import { streamChunkBytesMax } from './limits.js';
import type { ExecSession } from './types.js';

type Call = Pick<BidiCall<Request, unknown>, 'send' | 'endRequests' | 'cancel'>;

/** What comes in, until it is taken. `push` gives a promise when there is enough for now. */
class Inlet {
  readonly stream: Readable;
  private taken: (() => void) | undefined;

  constructor() {
    this.stream = new Readable({
      highWaterMark: streamChunkBytesMax,
      read: () => this.release(),
      destroy: (error, done) => {
        this.release();
        done(error);
      },
    });
  }

  push(data: Uint8Array): Promise<void> | undefined {
    if (this.stream.destroyed || this.stream.push(data)) return undefined;
    return new Promise((resolve) => (this.taken = resolve));
  }

  end(): void {
    if (!this.stream.destroyed) this.stream.push(null);
  }

  private release(): void {
    this.taken?.();
    this.taken = undefined;
  }
}

/** An exec: handlers for the call, and what its caller gets once it is open. */
export class ExecStreams {
  readonly done: Promise<ExecStatus>;
  private readonly stdout = new Inlet();
  private readonly stderr = new Inlet();
  private settle!: { resolve: (status: ExecStatus) => void; reject: (error: unknown) => void };

  constructor() {
    this.done = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    // Whoever waits for it sees the failure.
    this.done.catch(() => undefined);
  }

  /** One answer. */
  take(stdout: Uint8Array, stderr: Uint8Array, status: ExecStatus | undefined): Promise<void> | void {
    if (status !== undefined) {
      this.endOutputs();
      return this.settle.resolve(status);
    }
    if (stdout.length > 0) return this.stdout.push(stdout);
    return this.stderr.push(stderr);
  }

  fail(error: unknown): void {
    this.endOutputs();
    this.settle.reject(error);
  }

  session(call: Call): ExecSession {
    const { done } = this;
    const endInput = (): void => void stdin.destroy();
    const stdin = new Writable({
      highWaterMark: streamChunkBytesMax,
      write: (chunk: Uint8Array, _encoding, next) => {
        sendInPieces(chunk, (stdin) => call.send({ stdin })).then(() => next(), next);
      },
      final: (next) => {
        call.send({ stdinClosed: true }).then(() => next(), next);
      },
    });
    // Nobody takes what is written from then on.
    done.then(endInput, endInput);
    return {
      stdin,
      stdout: this.stdout.stream,
      stderr: this.stderr.stream,
      done,
      resize: (resize) => void call.send({ resize }),
      cancel: () => {
        call.cancel();
        this.fail(new Error('the session was cancelled'));
      },
    };
  }

  private endOutputs(): void {
    this.stdout.end();
    this.stderr.end();
  }
}

/** A connection through a call; each side may end before the other one does. */
export class ForwardedConnection extends Duplex {
  private taken: (() => void) | undefined;
  private call: Call | undefined;

  constructor() {
    super({ allowHalfOpen: true, highWaterMark: streamChunkBytesMax });
  }

  carriedBy(call: Call): this {
    this.call = call;
    return this;
  }

  /** One answer. */
  accept(data: Uint8Array, closed: boolean): Promise<void> | undefined {
    if (this.destroyed) return undefined;
    if (closed) this.push(null);
    else if (data.length > 0 && !this.push(data)) return new Promise((resolve) => (this.taken = resolve));
    return undefined;
  }

  /** The server has ended the call well. */
  ended(): void {
    if (!this.readableEnded && !this.destroyed) this.push(null);
  }

  override _read(): void {
    this.taken?.();
    this.taken = undefined;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    sendInPieces(chunk, (data) => this.call?.send({ data }) ?? Promise.resolve()).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.call?.endRequests();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this._read();
    this.call?.cancel();
    done(error);
  }
}

async function sendInPieces(bytes: Uint8Array, send: (piece: Uint8Array) => Promise<void>): Promise<void> {
  for (let at = 0; at < bytes.length; at += streamChunkBytesMax) {
    await send(bytes.subarray(at, at + streamChunkBytesMax));
  }
}

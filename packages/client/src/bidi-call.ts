/**
 * A call with a stream either way, with backpressure both ways: `send` is done when more may be sent, and while the handler of an
 * answer works nothing more is taken from the connection. It opens on another server only when the first one surely got nothing
 * of it; after that a break is an error.
 */
import { Metadata, status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import type { ChannelPool } from './channel-pool.js';
import type { OpenStreams } from './server-stream.js';
import { CallError, connected, isServerFailure, toCallError, type Method } from './unary-call.js';

export interface BidiHandlers<R> {
  /** The next answer comes when it is done. */
  readonly onAnswer: (answer: R) => Promise<void> | void;
  /** The server has ended the call well. */
  readonly onEnd: () => void;
  /** The call has failed, at any time after it was opened; once, and never after `onEnd` or {@link BidiCall.cancel}. */
  readonly onError: (error: unknown) => void;
}

export class BidiCall<Q, R> {
  private over = false;

  private constructor(
    private readonly stream: ClientDuplexStream<Q, R>,
    private readonly leave: () => void,
  ) {}

  /** Opens a call and sends its first message. Resolves when the server has answered with headers; rejects with {@link CallError}. */
  static async open<Q, R>(
    pool: ChannelPool,
    open: OpenStreams,
    method: Method<Q, R>,
    first: Q,
    handlers: BidiHandlers<R>,
    signal?: AbortSignal,
  ): Promise<BidiCall<Q, R>> {
    for (let attempt = 1; ; attempt++) {
      const server = pool.pick();
      try {
        return await BidiCall.openAt(pool, server, open, method, first, handlers, signal);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (isServerFailure(error)) pool.failed(server, error);
        if (!error.unsent || attempt >= pool.size) throw error;
      }
    }
  }

  private static async openAt<Q, R>(
    pool: ChannelPool,
    server: string,
    open: OpenStreams,
    method: Method<Q, R>,
    first: Q,
    { onAnswer, onEnd, onError }: BidiHandlers<R>,
    signal?: AbortSignal,
  ): Promise<BidiCall<Q, R>> {
    const client = await connected(pool, server, 'stream');
    if (signal?.aborted === true) throw gaveUp();
    const stream = client.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      new Metadata(),
    );
    return new Promise<BidiCall<Q, R>>((resolve, reject) => {
      let opened = false;
      const fail = (error: CallError): void => {
        if (call.over) return;
        call.finish();
        stream.cancel();
        if (opened) onError(error);
        else reject(error);
      };
      const close = (): void => fail(new CallError(status.CANCELLED, 'the client was closed', false));
      const silent = (): void => fail(new CallError(status.UNAVAILABLE, `${server} does not answer`, false));
      const abort = (): void => fail(gaveUp());
      const undepend = pool.dependOn(server, silent);
      open.add(close);
      signal?.addEventListener('abort', abort);
      const call = new BidiCall<Q, R>(stream, () => {
        undepend();
        open.delete(close);
        signal?.removeEventListener('abort', abort);
      });
      stream.on('metadata', () => {
        pool.succeeded(server);
        opened = true;
        resolve(call);
      });
      stream.on('data', (answer: R) => {
        if (call.over) return;
        const handled = onAnswer(answer);
        if (handled === undefined) return;
        stream.pause();
        handled.then(
          () => stream.resume(),
          (error: unknown) => fail(new CallError(status.INTERNAL, String(error), false, undefined, error)),
        );
      });
      stream.on('error', (error: ServiceError) => fail(toCallError(error)));
      // A failed call errors before it ends.
      stream.on('end', () => {
        if (call.over) return;
        call.finish();
        onEnd();
      });
      stream.write(first);
    });
  }

  /** Resolves when more may be sent, or nothing will ever be. */
  send(message: Q): Promise<void> {
    const { stream } = this;
    if (this.over || stream.write(message)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        stream.off('drain', done);
        stream.off('close', done);
        stream.off('error', done);
        resolve();
      };
      stream.on('drain', done);
      stream.on('close', done);
      stream.on('error', done);
    });
  }

  /** No more requests; answers may still come. */
  endRequests(): void {
    if (!this.over) this.stream.end();
  }

  cancel(): void {
    if (this.over) return;
    this.finish();
    this.stream.cancel();
  }

  private finish(): void {
    this.over = true;
    this.leave();
  }
}

function gaveUp(): CallError {
  return new CallError(status.CANCELLED, 'the caller gave up', false);
}

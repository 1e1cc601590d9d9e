/**
 * A call with a stream of answers as a cold observable: subscribing makes the call, unsubscribing cancels it. A server
 * that cannot be reached is replaced by another before the first answer; after that a break is an error, because only
 * the caller knows where to go on.
 */
import { Metadata, status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { Observable, type Subscriber } from 'rxjs';
import type { ChannelPool } from './channel-pool.js';
import { CallError, connected, isServerFailure, toCallError, type Method } from './unary-call.js';

/** Open streams by what cancels them, so that a client that is closed can end them. */
export type OpenStreams = Set<() => void>;

export function serverStream$<Q, R>(
  pool: ChannelPool,
  open: OpenStreams,
  method: Method<Q, R>,
  request: Q,
): Observable<R> {
  return new Observable<R>((subscriber) => {
    const call = new ServerStream(pool, method, request, subscriber);
    const end = (): void => call.end(new CallError(status.CANCELLED, 'the client was closed', false));
    open.add(end);
    call.start();
    return () => {
      open.delete(end);
      call.cancel();
    };
  });
}

class ServerStream<Q, R> {
  private stream: ClientReadableStream<R> | undefined;
  private ended = false;
  private undepend: () => void = () => undefined;

  constructor(
    private readonly pool: ChannelPool,
    private readonly method: Method<Q, R>,
    private readonly request: Q,
    private readonly subscriber: Subscriber<R>,
  ) {}

  start(): void {
    this.open(1).catch((error: unknown) => this.end(error));
  }

  cancel(): void {
    this.ended = true;
    this.undepend();
    this.stream?.cancel();
  }

  /** Ends the stream towards the subscriber, once. */
  end(error: unknown): void {
    if (this.ended) return;
    this.cancel();
    this.subscriber.error(error);
  }

  private async open(attempt: number): Promise<void> {
    const { pool, method } = this;
    const server = pool.pick();
    const again = (error: CallError): void => {
      if (isServerFailure(error)) pool.failed(server, error);
      this.undepend();
      if (!error.unsent || attempt >= pool.size) this.end(error);
      else this.open(attempt + 1).catch((failure: unknown) => this.end(failure));
    };
    const client = await connected(pool, server, 'stream').catch((error: unknown) => {
      if (!(error instanceof CallError)) throw error;
      if (!this.ended) again(error);
      return undefined;
    });
    if (client === undefined || this.ended) return;
    const stream: ClientReadableStream<R> = client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      this.request,
      new Metadata(),
    );
    this.stream = stream;
    this.undepend = pool.dependOn(server, () =>
      this.end(new CallError(status.UNAVAILABLE, `${server} does not answer`, false)),
    );
    let answers = 0;
    stream.on('data', (answer: R) => {
      if (answers++ === 0) pool.succeeded(server);
      if (!this.ended) this.subscriber.next(answer);
    });
    stream.on('error', (error: ServiceError) => {
      if (!this.ended) again(toCallError(error));
    });
    // A failed call errors before it ends.
    stream.on('end', () => {
      if (this.ended) return;
      this.cancel();
      this.subscriber.complete();
    });
  }
}

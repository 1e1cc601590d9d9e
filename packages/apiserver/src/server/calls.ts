/** Between grpc-js calls and handlers: plain async functions for unary calls, a small sink for streams. */
import type { handleServerStreamingCall, handleUnaryCall, Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { fromWire, toWire, type MessageName, type MessageTypes } from '@kuorum/api';
import type { User } from '../auth/user.js';
import type { CallGate, CallTicket } from './admit-call.js';
import { asStatusError, grpcStatusOf } from './grpc-status.js';

export interface CallContext {
  /** Aborts when the client has given up. */
  readonly signal: AbortSignal;
  readonly metadata: Metadata;
  readonly user: User;
  readonly requestId: string;
}

/** A unary method from a function on in-memory messages. */
export function unary<Q extends MessageName, R extends MessageName>(
  requestName: Q,
  responseName: R,
  gate: CallGate,
  handle: (request: MessageTypes[Q], context: CallContext) => Promise<MessageTypes[R]>,
): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    const ticket = gate.open(call);
    const abort = new AbortController();
    call.on('cancelled', () => abort.abort(new Error('the client gave up')));
    // Whatever decoding, handling or encoding throws, the call ends with it and nothing else does.
    const run = gate.run(
      call,
      ticket,
      () => fromWire(requestName, call.request),
      async (request) => {
        const { user, requestId } = ticket;
        const context = { signal: abort.signal, metadata: call.metadata, user, requestId };
        return toWire(responseName, await handle(request, context));
      },
    );
    run.then(
      (response) => {
        call.sendMetadata(ticket.headers());
        callback(null, response);
      },
      (thrown: unknown) => {
        const error = asStatusError(thrown);
        if (error.code >= 500) ticket.logger.warn({ err: error }, 'call failed');
        call.sendMetadata(ticket.headers());
        callback(grpcStatusOf(error));
      },
    );
  };
}

/** A server stream; `handle` owns the call until it ends or errors it. Throwing errors it. */
export function serverStream<Q extends MessageName>(
  requestName: Q,
  gate: CallGate,
  handle: (request: MessageTypes[Q], call: StreamCall) => Promise<void>,
): handleServerStreamingCall<unknown, unknown> {
  return (call) => {
    const ticket = gate.open(call);
    const stream = new StreamCall(call, ticket);
    const run = gate.run(
      call,
      ticket,
      () => fromWire(requestName, call.request),
      (request) => handle(request, stream),
    );
    run.catch((thrown: unknown) => {
      const error = asStatusError(thrown);
      if (error.code >= 500) ticket.logger.warn({ err: error }, 'stream failed');
      stream.end(error);
    });
  };
}

/** A server stream with one end, whoever comes first: the client, the handler or the server's stop. */
export class StreamCall {
  private ended = false;
  private headersSent = false;
  private readonly abort = new AbortController();
  /** Aborts when the stream has ended for whatever reason. */
  readonly signal: AbortSignal = this.abort.signal;

  constructor(
    private readonly call: ServerWritableStream<unknown, unknown>,
    private readonly ticket: CallTicket,
  ) {
    const gone = (): void => this.close();
    call.on('cancelled', gone);
    call.on('close', gone);
    call.on('error', gone);
  }

  get user(): User {
    return this.ticket.user;
  }

  get requestId(): string {
    return this.ticket.requestId;
  }

  /** False: wait for `onDrain`. */
  write(message: unknown): boolean {
    this.sendHeaders();
    return this.ended || this.call.write(message);
  }

  onDrain(fn: () => void): void {
    this.call.on('drain', fn);
  }

  /** Tells the client that the stream is there before there is anything to send. */
  sendHeaders(): void {
    if (this.ended || this.headersSent) return;
    this.headersSent = true;
    this.call.sendMetadata(this.ticket.headers());
  }

  end(error?: unknown): void {
    if (this.ended) return;
    this.sendHeaders();
    this.close();
    if (error === undefined) this.call.end();
    else this.call.emit('error', grpcStatusOf(asStatusError(error)));
  }

  private close(): void {
    this.ended = true;
    this.abort.abort(new Error('the stream has ended'));
  }
}

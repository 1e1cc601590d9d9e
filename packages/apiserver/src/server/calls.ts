/** Between grpc-js calls and handlers: plain async functions for unary calls, a small sink for streams. */
import type {
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
  ServerDuplexStream,
  ServerWritableStream,
} from '@grpc/grpc-js';
import {
  ApiStatusError,
  badRequest,
  decodeProto,
  ProtoError,
  timeout,
  type MessageName,
  type MessageTypes,
} from '@kuorum/api';
import { assert, AssertionError } from '@kuorum/base';
import type { User } from '../auth/user.js';
import { requestMessagesMax } from '../limits.js';
import { encodeMessage } from '../registry/object-bytes.js';
import type { CallGate, CallTicket } from './admit-call.js';
import { asStatusError, grpcStatusOf } from './grpc-status.js';

export interface CallContext {
  /** Aborts when the client has given up. */
  readonly signal: AbortSignal;
  readonly metadata: Metadata;
  readonly user: User;
  readonly requestId: string;
}

/** Straight to the in-memory shape, which nests as deep as its schema, whatever came. Throws BadRequest. */
export function requestOf<M extends MessageName>(message: M, bytes: unknown): MessageTypes[M] {
  assert(bytes instanceof Uint8Array, 'requests come as bytes: see add-services.ts');
  try {
    return decodeProto(message, bytes, requestMessagesMax);
  } catch (error) {
    throw error instanceof ProtoError ? badRequest(`the request is no ${message}: ${error.message}`) : error;
  }
}

/** A unary method from a function on in-memory messages. Its end is the answer, an error, or that it took too long. */
export function unary<Q extends MessageName, R extends MessageName>(
  requestName: Q,
  responseName: R,
  gate: CallGate,
  handle: (request: MessageTypes[Q], context: CallContext) => Promise<MessageTypes[R] | EncodedAnswer<R>>,
): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    const ticket = gate.open(call);
    const abort = new AbortController();
    call.on('cancelled', () => abort.abort(new Error('the client gave up')));
    let answered = false;
    const answer = (outcome: Answer | ApiStatusError, panicked = false): void => {
      if (answered) return;
      answered = true;
      timer.cancel();
      call.sendMetadata(ticket.headers());
      if (outcome instanceof ApiStatusError) {
        if (outcome.code >= 500) ticket.logger.warn({ err: outcome }, 'call failed');
        callback(grpcStatusOf(outcome));
        gate.ended(ticket, { code: outcome.code, error: outcome, panicked });
      } else {
        callback(null, outcome.wire);
        const response = {
          message: responseName,
          get object(): unknown {
            return outcome.object;
          },
        };
        gate.ended(ticket, { code: ticket.attributes?.verb === 'create' ? 201 : 200, response });
      }
    };
    const timer = gate.life.clock.setTimeout(() => {
      answer(timeout(allottedText));
      abort.abort(new Error(allottedText));
    }, gate.life.requestTimeoutMs);
    // Whatever decoding, handling or encoding throws, the call ends with it and nothing else does.
    const run = gate.run(
      call,
      ticket,
      (bytes) => requestOf(requestName, bytes),
      async (request) => {
        const { user, requestId } = ticket;
        const context = { signal: abort.signal, metadata: call.metadata, user, requestId };
        const object = await handle(request, context);
        return object instanceof EncodedAnswer ? object : { object, wire: encodeMessage(responseName, object) };
      },
      abort.signal,
    );
    run.then(
      (outcome) => answer(outcome),
      (thrown: unknown) => answer(asStatusError(thrown), thrown instanceof AssertionError),
    );
  };
}

/** An answer whose bytes were there already. The object is made when somebody wants to see it (an audit log). */
export class EncodedAnswer<R extends MessageName> implements Answer {
  constructor(
    readonly wire: Buffer,
    private readonly decoded: () => MessageTypes[R],
  ) {}

  get object(): MessageTypes[R] {
    return this.decoded();
  }
}

interface Answer {
  readonly object: unknown;
  /** Encoded: see `addServices`. */
  readonly wire: Buffer;
}

const allottedText = 'Timeout: request did not complete within the allotted timeout';

/** A server stream; `handle` owns the call until it ends or errors it. Throwing errors it. */
export function serverStream<Q extends MessageName>(
  requestName: Q,
  gate: CallGate,
  handle: (request: MessageTypes[Q], call: StreamCall) => Promise<void>,
): handleServerStreamingCall<unknown, unknown> {
  return (call) => {
    const ticket = gate.open(call);
    const stream = new StreamCall(call, ticket, gate);
    const run = gate.run(
      call,
      ticket,
      (bytes) => requestOf(requestName, bytes),
      (request) => handle(request, stream),
      stream.signal,
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
    private readonly call: ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>,
    protected readonly ticket: CallTicket,
    private readonly gate: CallGate,
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

  /** Whether a call that was refused gets headers before its error; without, the request id comes with the error. */
  protected get refusesWithHeaders(): boolean {
    return true;
  }

  /** Tells the client that the stream is there before there is anything to send. */
  sendHeaders(): void {
    if (this.ended || this.headersSent) return;
    this.headersSent = true;
    this.call.sendMetadata(this.ticket.headers());
    this.gate.begun(this.ticket);
  }

  end(error?: unknown): void {
    if (this.ended) return;
    const headers = this.headersSent ? undefined : this.ticket.headers();
    if (headers !== undefined && (error === undefined || this.refusesWithHeaders)) this.call.sendMetadata(headers);
    if (error === undefined) {
      this.close();
      this.call.end();
      return;
    }
    const failure = asStatusError(error);
    this.close(failure);
    const status = grpcStatusOf(failure);
    if (headers !== undefined && !this.refusesWithHeaders) status.metadata?.merge(headers);
    this.call.emit('error', status);
  }

  private close(error?: ApiStatusError): void {
    if (this.ended) return;
    this.ended = true;
    this.abort.abort(new Error('the stream has ended'));
    this.gate.ended(this.ticket, { code: error?.code ?? 200, error });
  }
}

/**
 * A call with a stream either way. What it wants is in its first message, so that is what admission reads: once it is known whose
 * call it is, and within a time. The later ones are read one at a time, the next when the last one is done with (to pause the stream
 * is not enough: it reads on until it holds 16): what its client sends on waits in the client, but for HTTP/2's window.
 */
import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import { badRequest, timeout, type MessageName, type MessageTypes } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { drained } from '@kuorum/base/node';
import { firstMessageTimeoutMs } from '../limits.js';
import type { CallGate, IncomingCall } from './admit-call.js';
import { requestOf, StreamCall } from './calls.js';
import { asStatusError } from './grpc-status.js';

export interface Incoming {
  /** The next message comes when it is done; throwing ends the call with the error. */
  readonly onMessage: (raw: unknown) => Promise<void> | void;
  /** No more messages come. Not told when the client has gone: see `signal`. */
  readonly onEnd: () => void;
}

export class DuplexCall extends StreamCall {
  constructor(
    private readonly duplex: ServerDuplexStream<unknown, unknown>,
    ticket: ConstructorParameters<typeof StreamCall>[1],
    gate: CallGate,
  ) {
    super(duplex, ticket, gate);
    ticket.reader = this;
  }

  /** Headers tell the client that what it asked for has begun: a refusal has none. */
  protected override get refusesWithHeaders(): boolean {
    return false;
  }

  /** Resolves when more may be written, or nothing will ever be. */
  send(message: unknown): Promise<void> | void {
    if (!this.write(message)) return drained(this.duplex, this.signal);
  }

  /** The first message of the stream. */
  first(clock: Clock): Promise<unknown> {
    const { duplex, signal } = this;
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        timer.cancel();
        signal.removeEventListener('abort', onAbort);
        duplex.off('data', onData);
        duplex.off('end', onEnd);
        duplex.pause();
        settle();
      };
      const onData = (message: unknown): void => end(() => resolve(message));
      const onEnd = (): void => end(() => reject(badRequest('the first message, with the options, is missing')));
      const onAbort = (): void => end(() => reject(signal.reason as Error));
      const timer = clock.setTimeout(
        () => end(() => reject(timeout(`no first message within ${firstMessageTimeoutMs} ms`))),
        firstMessageTimeoutMs,
      );
      duplex.on('data', onData);
      duplex.on('end', onEnd);
      signal.addEventListener('abort', onAbort);
    });
  }

  /** Reads on after the first message. */
  receive({ onMessage, onEnd }: Incoming): void {
    const { duplex } = this;
    const handle = async (raw: unknown): Promise<void> => {
      try {
        await onMessage(raw);
      } catch (error) {
        this.end(error);
      }
    };
    duplex.on('data', (raw: unknown) => {
      if (this.signal.aborted) return;
      duplex.pause();
      void handle(raw).then(() => {
        this.ticket.next();
        duplex.resume();
      });
    });
    duplex.on('end', () => {
      if (!this.signal.aborted) onEnd();
    });
    this.ticket.next();
    duplex.resume();
  }
}

/** `handle` is done when what was asked for has begun; from then on it owns the call. Throwing errors it. */
export function duplex<Q extends MessageName>(
  requestName: Q,
  gate: CallGate,
  handle: (first: MessageTypes[Q], call: DuplexCall) => Promise<void>,
): handleBidiStreamingCall<unknown, unknown> {
  return (call) => {
    const ticket = gate.open(call);
    const stream = new DuplexCall(call, ticket, gate);
    const incoming: IncomingCall = {
      metadata: call.metadata,
      getPath: () => call.getPath(),
      getPeer: () => call.getPeer(),
      getAuthContext: () => call.getAuthContext(),
      firstMessage: () => stream.first(gate.life.clock),
    };
    const run = gate.run(
      incoming,
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

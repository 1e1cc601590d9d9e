/**
 * Who calls is found out when the headers of a call are there and before its message is read: a stranger makes the server
 * hold no more than HTTP/2's window of 64 KiB. Who may not even try is refused there and then.
 *
 * Anonymous callers cannot be given a smaller limit of their messages: grpc-js has one limit a server, and gives it to the
 * decoder of a call before any interceptor sees the call. So they are bounded otherwise: what is granted to nobody of them
 * is refused unread, and of the rest a few messages are read at a time, each for a short time.
 *
 * Health is for everybody, and not looked at.
 */
import {
  ResponderBuilder,
  ServerInterceptingCall,
  ServerListenerBuilder,
  type Metadata,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { tooManyRequests, timeout } from '@kuorum/api';
import { AssertionError } from '@kuorum/base';
import { anonymousReadMs, anonymousReadsMax } from '../limits.js';
import { isAnonymous } from '../auth/user.js';
import type { CallGate, CallTicket, IncomingCall } from './admit-call.js';
import { asStatusError, grpcStatusOf } from './grpc-status.js';

const healthPrefix = '/grpc.health.v1.';

/** `gate` is asked with every call: it is made after the server. */
export function authenticateFirst(gate: () => CallGate): ServerInterceptor {
  const reads = new AnonymousReads();
  return ({ path }, call) => {
    if (path.startsWith(healthPrefix)) return new ServerInterceptingCall(call);
    let gone = false;
    let reading: { end(): void } | undefined;
    const refuse = (ticket: CallTicket, thrown: unknown): void => {
      gone = true;
      const error = asStatusError(thrown);
      const { code, details, metadata } = grpcStatusOf(error);
      call.sendMetadata(ticket.headers());
      call.sendStatus({ code, details, metadata });
      gate().ended(ticket, { code: error.code, error, panicked: thrown instanceof AssertionError });
    };
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => {
        const incoming = incomingCall(path, metadata, call);
        const ticket = gate().expect(incoming);
        gate()
          .admit(incoming, ticket)
          .then((user) => {
            if (gone) return;
            if (isAnonymous(user)) reading = reads.begin(gate(), (error) => refuse(ticket, error));
            next(metadata);
          })
          .catch((error: unknown) => {
            if (!gone) refuse(ticket, error);
          });
      })
      .withOnReceiveMessage((message, next) => {
        reading?.end();
        if (!gone) next(message);
      })
      .withOnCancel(() => {
        gone = true;
        reading?.end();
      })
      .build();
    const responder = new ResponderBuilder().withStart((next) => next(listener)).build();
    return new ServerInterceptingCall(call, responder);
  };
}

function incomingCall(
  path: string,
  metadata: Metadata,
  call: Pick<IncomingCall, 'getPeer' | 'getAuthContext'>,
): IncomingCall {
  return {
    metadata,
    getPath: () => path,
    getPeer: () => call.getPeer(),
    getAuthContext: () => call.getAuthContext(),
  };
}

/** Messages of anonymous callers that are being read. */
class AnonymousReads {
  private underWay = 0;

  /** Throws TooManyRequests. */
  begin({ life: { clock } }: CallGate, refuse: (error: Error) => void): { end(): void } {
    if (this.underWay >= anonymousReadsMax) {
      throw tooManyRequests('too many requests of anonymous callers are being read: try again, or show credentials');
    }
    this.underWay++;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      timer.cancel();
      this.underWay--;
    };
    const timer = clock.setTimeout(() => {
      end();
      refuse(timeout('Timeout: the request of an anonymous caller did not arrive in time'));
    }, anonymousReadMs);
    return { end };
  }
}

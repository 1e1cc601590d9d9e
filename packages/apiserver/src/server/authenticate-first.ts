/**
 * Who calls is found out when the headers of a call are there and before its message is read: a stranger makes the server
 * hold no more than HTTP/2's window of 64 KiB. Who may not even try is refused there and then.
 *
 * No caller can be given a smaller limit of their messages: grpc-js has one limit a server, and gives it to the decoder of a
 * call before any interceptor sees the call. So everybody is bounded otherwise: a few messages of each user are read at a
 * time, each within a time from its headers on, and what is granted to nobody of the anonymous is refused unread.
 *
 * Of a stream of requests those after the first are pieces, which are small; who says so (`CallTicket.reader`) gets one at a time.
 * Questions of reflection are small from the first on. Where there is one request, another one is refused before it is read.
 *
 * A call whose client stays after its end is reset. Health is for everybody; only how its messages are read is bounded.
 */
import {
  ResponderBuilder,
  ServerInterceptingCall,
  ServerListenerBuilder,
  type Metadata,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { badRequest, timeout } from '@kuorum/api';
import { AssertionError, type Timer } from '@kuorum/base';
import {
  anonymousReadMs,
  anonymousReads,
  componentReads,
  healthReads,
  knownReads,
  messageReadMs,
  streamMessageBytesMax,
} from '../limits.js';
import { isAnonymous, isComponent, type User } from '../auth/user.js';
import type { CallGate, CallTicket, IncomingCall } from './admit-call.js';
import { closeEnded, onMessageHead, onMore, tooLargePiece } from './call-stream.js';
import { asStatusError, grpcStatusOf } from './grpc-status.js';
import { MessageReads } from './message-reads.js';

const healthPrefix = '/grpc.health.v1.';
const reflectionPrefix = '/grpc.reflection.';

/** `gate` is asked with every call: it is made after the server. */
export function authenticateFirst(gate: () => CallGate): ServerInterceptor {
  const reads: Reads = {
    components: new MessageReads(componentReads),
    known: new MessageReads(knownReads),
    anonymous: new MessageReads(anonymousReads),
    health: new MessageReads(healthReads),
  };
  return ({ path, requestStream }, call) => {
    const arriving = new ArrivingCall(path, call, gate(), reads);
    if (requestStream) arriving.refuseLargePieces();
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => arriving.begin(metadata, () => next(metadata)))
      .withOnReceiveMessage((message, next) => {
        // Of a call with one message there is more to read until its client's end.
        if (requestStream) arriving.arrived();
        else arriving.refuseMore();
        if (arriving.oneAtATime) intercepted.busy = true;
        if (!arriving.refused) next(message);
      })
      .withOnReceiveHalfClose((next) => {
        arriving.arrived();
        next();
      })
      .withOnCancel(() => arriving.ended())
      .build();
    const responder = new ResponderBuilder().withStart((next) => next(listener)).build();
    const intercepted = new PacedCall(call, responder);
    arriving.onNext = () => intercepted.next();
    return intercepted;
  };
}

/** Reads nothing while it is busy. */
class PacedCall extends ServerInterceptingCall {
  busy = false;
  private wanted = false;

  override startRead(): void {
    if (this.busy) this.wanted = true;
    else super.startRead();
  }

  next(): void {
    this.busy = false;
    if (!this.wanted) return;
    this.wanted = false;
    super.startRead();
  }
}

interface Reads {
  readonly components: MessageReads;
  readonly known: MessageReads;
  readonly anonymous: MessageReads;
  readonly health: MessageReads;
}

function placesOf(user: User, { components, known, anonymous }: Reads): MessageReads {
  if (isAnonymous(user)) return anonymous;
  return isComponent(user) ? components : known;
}

type Call = Parameters<ServerInterceptor>[1];

/** A call from its headers until its message is there. */
class ArrivingCall {
  refused = false;
  /** Lets the next message be read. */
  onNext: () => void = () => undefined;
  private over = false;
  private deadline: Timer | undefined;
  private leave: (() => void) | undefined;
  /** Undefined for health. */
  private ticket: CallTicket | undefined;

  constructor(
    private readonly path: string,
    private readonly call: Call,
    private readonly gate: CallGate,
    private readonly reads: Reads,
  ) {}

  /** `read` lets grpc-js go on. */
  begin(metadata: Metadata, read: () => void): void {
    const { path, call, gate, reads } = this;
    if (path.startsWith(healthPrefix)) {
      this.within(anonymousReadMs);
      this.take(reads.health, hostOf(call.getPeer()), read);
      return;
    }
    const incoming = incomingCall(path, metadata, call);
    const ticket = gate.expect(incoming);
    this.ticket = ticket;
    ticket.next = () => this.onNext();
    this.within(messageReadMs);
    gate
      .admit(incoming, ticket)
      .then((user) => {
        if (this.over) return;
        if (isAnonymous(user)) this.within(anonymousReadMs);
        this.take(placesOf(user, reads), user.name, read);
      })
      .catch((error: unknown) => this.refuse(error));
  }

  get oneAtATime(): boolean {
    return this.ticket?.reader !== undefined;
  }

  /** As soon as one is announced. */
  refuseLargePieces(): void {
    const reflection = this.path.startsWith(reflectionPrefix);
    onMessageHead(this.call, ({ bytes, compressed, earlier }) => {
      if (bytes > streamMessageBytesMax && (reflection || earlier > 0)) this.refuse(tooLargePiece(bytes));
      // A small one may become as large as any.
      else if (reflection && compressed) this.refuse(badRequest('a question of reflection must not be compressed'));
    });
  }

  /** The one message is there. */
  refuseMore(): void {
    onMore(this.call, () => this.refuse(badRequest('more than the one message of this call came')));
  }

  /** There is nothing more to wait for. */
  arrived(): void {
    this.deadline?.cancel();
    this.deadline = undefined;
    this.leave?.();
    this.leave = undefined;
  }

  /** It has its status, or its client has gone. */
  ended(): void {
    this.over = true;
    // Nobody has heard of a call without its message, and nobody does from now on.
    if (this.ticket !== undefined && this.deadline !== undefined) this.ticket.over = true;
    this.arrived();
    closeEnded(this.call, this.gate.life.clock, this.refused);
  }

  private within(ms: number): void {
    this.deadline?.cancel();
    const late = (): void => this.refuse(timeout(`Timeout: the request did not arrive within ${ms} ms`));
    this.deadline = this.gate.life.clock.setTimeout(late, ms);
  }

  private take(places: MessageReads, user: string, read: () => void): void {
    try {
      this.leave = places.take(user, read);
    } catch (error) {
      this.refuse(error);
    }
  }

  private refuse(thrown: unknown): void {
    if (this.over) return;
    this.over = true;
    this.refused = true;
    this.arrived();
    const { call, ticket, gate } = this;
    if (ticket?.reader !== undefined) {
      ticket.reader.end(thrown);
      return;
    }
    const error = asStatusError(thrown);
    const { code, details, metadata } = grpcStatusOf(error);
    if (ticket !== undefined) call.sendMetadata(ticket.headers());
    call.sendStatus({ code, details, metadata });
    if (ticket === undefined) return;
    gate.ended(ticket, { code: error.code, error, panicked: thrown instanceof AssertionError });
  }
}

/** Of `host:port`. */
function hostOf(peer: string): string {
  return peer.slice(0, peer.lastIndexOf(':'));
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

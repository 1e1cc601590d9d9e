/**
 * What every call goes through before its handler, in one place and one order: request id → authenticate → read → bounds →
 * seat → decode → authorize → handle. Nothing of a request is read before it is known whose it is (authenticate-first.ts),
 * and nothing of it is walked before it has its turn.
 *
 * A request id comes from the client (`x-request-id`) or is made here; it goes back in the headers and stands in every
 * log line of the call, so that what a user saw can be found in the logs of whichever apiserver answered.
 */
import { randomUUID } from 'node:crypto';
import { Metadata, type ServerUnaryCall } from '@grpc/grpc-js';
import { statusError } from '@kuorum/api';
import { mustGet, systemClock, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { attributesOf, possibleAttributesOf, type Attributes } from '../auth/attributes.js';
import { isAnonymous, unsecuredUser, type User } from '../auth/user.js';
import { requestIdCharsMax, requestTimeoutMs } from '../limits.js';
import type { CallEnd, CallLife } from './call-listener.js';
import { checkBounds } from './request-bounds.js';

export const requestIdHeader = 'x-request-id';

/** As much of any grpc-js call as admission looks at. */
export type IncomingCall = Pick<
  ServerUnaryCall<unknown, unknown>,
  'metadata' | 'getPath' | 'getPeer' | 'getAuthContext'
> & {
  /** The bytes of its message. */
  readonly request?: unknown;
  /** The same of a call whose requests are a stream; asked for once it is known whose call it is. */
  readonly firstMessage?: () => Promise<unknown>;
};

/** Throw to refuse: Unauthorized from the first, Forbidden from the second. */
export interface AdmissionHooks {
  authenticate(call: IncomingCall): User | Promise<User>;
  authorize(attributes: Attributes): void | Promise<void>;
  /** Throws Forbidden when nothing that `method` could be about is granted to `user`; asked for who is anonymous. */
  mayTry?(wanted: readonly Attributes[]): void;
}

/** On a server without security everybody may do everything. */
export const unsecured: AdmissionHooks = { authenticate: () => unsecuredUser, authorize: () => undefined };

/** Nobody hears of calls, and everybody has a seat. */
const unattended: CallLife = {
  clock: systemClock,
  requestTimeoutMs,
  listeners: [],
  checkOpen: () => undefined,
  seat: () => undefined,
};

/** What is known of one call, from its first moment on. */
export class CallTicket {
  readonly requestId: string;
  /** `/kuorum.v1.PodService/Get` */
  readonly path: string;
  readonly receivedAtMs: number;
  /** The same on the clock that does not jump. */
  readonly startedMs: number;
  private known: User | undefined;
  private wanted: Attributes | undefined;
  private child: Logger | undefined;
  /** Who reads a stream of requests one at a time; it is told, and ends the call, when that is refused. */
  reader: { end(error: unknown): void } | undefined;
  /** Its end has been told: a call that is reset, or takes too long, may have its end while it is still being admitted. */
  over = false;
  /** Lets the next request of a stream come. */
  next: () => void = () => undefined;

  constructor(
    private readonly call: IncomingCall,
    private readonly parent: Logger,
    clock: Clock,
  ) {
    this.path = call.getPath();
    this.requestId = requestIdOf(call.metadata);
    this.receivedAtMs = clock.now();
    this.startedMs = clock.monotonic();
  }

  get metadata(): Metadata {
    return this.call.metadata;
  }

  /** Address of the other end. */
  get peer(): string {
    return this.call.getPeer();
  }

  /** There once the call is authenticated: handlers always have it. */
  get user(): User {
    return mustGet(this.known, 'user of an authenticated call');
  }

  /** What the call wants; undefined as long as its request is not decoded. */
  get attributes(): Attributes | undefined {
    return this.wanted;
  }

  get authenticated(): boolean {
    return this.known !== undefined;
  }

  /** Every line says which call it is about. */
  get logger(): Logger {
    this.child ??= this.parent.child({ requestId: this.requestId, method: this.path });
    return this.child;
  }

  /** What goes back to the client before anything else. */
  headers(): Metadata {
    const headers = new Metadata();
    headers.set(requestIdHeader, this.requestId);
    return headers;
  }

  admit(user: User): void {
    this.known = user;
  }

  /** What it may be about, before its request is read. */
  wantRoughly(): readonly Attributes[] {
    const possible = possibleAttributesOf(this.path, this.user);
    this.wanted = possible[0];
    return possible;
  }

  /** Throws Forbidden for a method that nobody may call. */
  want(request: unknown): Attributes {
    this.wanted = attributesOf(this.path, request, this.user);
    return this.wanted;
  }
}

export class CallGate {
  /** Tickets of calls whose message is on its way, by their headers, which stay the same object. */
  private readonly expected = new WeakMap<Metadata, CallTicket>();

  constructor(
    readonly logger: Logger,
    private readonly hooks: AdmissionHooks = unsecured,
    readonly life: CallLife = unattended,
  ) {}

  open(call: IncomingCall): CallTicket {
    return this.expected.get(call.metadata) ?? new CallTicket(call, this.logger, this.life.clock);
  }

  /** For a call whose message has not been read: the same ticket is opened with it. */
  expect(call: IncomingCall): CallTicket {
    const ticket = this.open(call);
    this.expected.set(call.metadata, ticket);
    return ticket;
  }

  /** What can be said of a call by its headers. Throws what the stages throw; nobody has heard of the call if it does not. */
  async admit(call: IncomingCall, ticket: CallTicket): Promise<User> {
    try {
      this.life.checkOpen();
      const user = await this.authenticate(call, ticket);
      if (isAnonymous(user)) this.hooks.mayTry?.(ticket.wantRoughly());
      return user;
    } catch (error) {
      if (ticket.over) throw error;
      const { listeners } = this.life;
      for (const listener of listeners) listener.received?.(ticket);
      if (ticket.attributes !== undefined) for (const listener of listeners) listener.known?.(ticket, {});
      throw error;
    }
  }

  /** Throws Unauthorized. Asked once a call. */
  async authenticate(call: IncomingCall, ticket: CallTicket): Promise<User> {
    if (ticket.authenticated) return ticket.user;
    const user = await this.hooks.authenticate(call);
    ticket.admit(user);
    return user;
  }

  /** Throws what any stage throws; later stages are not begun then. `signal` aborts when nobody waits for the answer. */
  async run<Q, R>(
    call: IncomingCall,
    ticket: CallTicket,
    decode: (bytes: unknown) => Q,
    handle: (request: Q) => Promise<R>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<R> {
    const { listeners } = this.life;
    for (const listener of listeners) listener.received?.(ticket);
    this.life.checkOpen();
    await this.authenticate(call, ticket);
    const request = decode(call.firstMessage === undefined ? call.request : await call.firstMessage());
    checkBounds(request);
    if (ticket.over) throw statusError('Canceled', 'the call ended before it was known what it wants');
    const wanted = ticket.want(request);
    for (const listener of listeners) listener.known?.(ticket, request);
    const seat = await this.life.seat(wanted, request, signal);
    try {
      await this.hooks.authorize(wanted);
      return await handle(request);
    } finally {
      seat?.release();
    }
  }

  /** The stream has begun to answer. */
  begun(ticket: CallTicket): void {
    for (const listener of this.life.listeners) listener.begun?.(ticket);
  }

  /** Once for each call, when its end is on its way to the client. */
  ended(ticket: CallTicket, end: CallEnd): void {
    ticket.over = true;
    for (const listener of this.life.listeners) listener.ended?.(ticket, end);
  }
}

/** The client's own id if it fits into a header and a log line, else a new one. */
export function requestIdOf(metadata: Metadata): string {
  const [given] = metadata.get(requestIdHeader);
  const fits = typeof given === 'string' && given.length <= requestIdCharsMax && /^[\x21-\x7e]+$/.test(given);
  return fits ? given : randomUUID();
}

/**
 * What every call goes through before its handler, in one place and one order: request id → authenticate → decode →
 * authorize → handle. Nothing of a request is looked at before it is known whose it is.
 *
 * A request id comes from the client (`x-request-id`) or is made here; it goes back in the headers and stands in every
 * log line of the call, so that what a user saw can be found in the logs of whichever apiserver answered.
 */
import { randomUUID } from 'node:crypto';
import { Metadata, type ServerUnaryCall } from '@grpc/grpc-js';
import { mustGet } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { attributesOf, type Attributes } from '../auth/attributes.js';
import { unsecuredUser, type User } from '../auth/user.js';
import { requestIdCharsMax } from '../limits.js';

export const requestIdHeader = 'x-request-id';

/** As much of any grpc-js call as admission looks at. */
export type IncomingCall = Pick<
  ServerUnaryCall<unknown, unknown>,
  'metadata' | 'getPath' | 'getPeer' | 'getAuthContext'
>;

/** Throw to refuse: Unauthorized from the first, Forbidden from the second. */
export interface AdmissionHooks {
  authenticate(call: IncomingCall): User | Promise<User>;
  authorize(attributes: Attributes): void | Promise<void>;
}

/** On a server without security everybody may do everything. */
export const unsecured: AdmissionHooks = { authenticate: () => unsecuredUser, authorize: () => undefined };

/** What is known of one call, from its first moment on. */
export class CallTicket {
  readonly requestId: string;
  private known: User | undefined;
  private wanted: Attributes | undefined;
  private child: Logger | undefined;

  constructor(
    /** `/kuorum.v1.PodService/Get` */
    readonly path: string,
    metadata: Metadata,
    private readonly parent: Logger,
  ) {
    this.requestId = requestIdOf(metadata);
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

  /** Throws Forbidden for a method that nobody may call. */
  want(request: unknown): Attributes {
    this.wanted = attributesOf(this.path, request, this.user);
    return this.wanted;
  }
}

export class CallGate {
  constructor(
    readonly logger: Logger,
    private readonly hooks: AdmissionHooks = unsecured,
  ) {}

  open(call: IncomingCall): CallTicket {
    return new CallTicket(call.getPath(), call.metadata, this.logger);
  }

  /** Throws Unauthorized. */
  async authenticate(call: IncomingCall, ticket: CallTicket): Promise<User> {
    const user = await this.hooks.authenticate(call);
    ticket.admit(user);
    return user;
  }

  /** Throws what any stage throws; later stages are not begun then. */
  async run<Q, R>(
    call: IncomingCall,
    ticket: CallTicket,
    decode: () => Q,
    handle: (request: Q) => Promise<R>,
  ): Promise<R> {
    await this.authenticate(call, ticket);
    const request = decode();
    await this.hooks.authorize(ticket.want(request));
    return handle(request);
  }
}

/** The client's own id if it fits into a header and a log line, else a new one. */
export function requestIdOf(metadata: Metadata): string {
  const [given] = metadata.get(requestIdHeader);
  const fits = typeof given === 'string' && given.length <= requestIdCharsMax && /^[\x21-\x7e]+$/.test(given);
  return fits ? given : randomUUID();
}

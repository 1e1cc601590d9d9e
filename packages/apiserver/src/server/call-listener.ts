/**
 * What goes on around calls beside deciding about them: who hears of their stages (metrics, audit log), how long they may
 * take, and the seats that they wait for.
 */
import { kindNames, kinds, type ApiStatusError, type KindName, type MessageName } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import type { Attributes } from '../auth/attributes.js';
import { flowOf } from '../fairness/levels.js';
import { widthOf } from '../fairness/width.js';
import type { CallTicket } from './admit-call.js';
import type { Seat, SeatKeeper } from './seat-keeper.js';

/** Told of every call, in this order. None of it may throw. */
export interface CallListener {
  /** It has come; nothing is known but its method. */
  received?(ticket: CallTicket): void;
  /** It is known whose it is and what it wants; `request` is as it came. */
  known?(ticket: CallTicket, request: unknown): void;
  /** A stream has begun to answer. */
  begun?(ticket: CallTicket): void;
  /** The answer is on its way, or the error, or the stream has ended. Once for every call. */
  ended?(ticket: CallTicket, end: CallEnd): void;
}

export interface CallEnd {
  /** Kubernetes' HTTP code. */
  readonly code: number;
  readonly error?: ApiStatusError | undefined;
  readonly response?: { readonly message: MessageName; readonly object: unknown } | undefined;
  /** A broken invariant ended it, and ends the process. */
  readonly panicked?: boolean | undefined;
}

/** What a server does for its calls; a gate without it does nothing of that. */
export interface CallLife {
  readonly clock: Clock;
  /** Longest time that a call with one answer may take. */
  readonly requestTimeoutMs: number;
  readonly listeners: readonly CallListener[];
  /** Throws when calls are not taken any more. */
  checkOpen(): void;
  /** Throws TooManyRequests. */
  seat(attributes: Attributes, request: unknown, signal: AbortSignal): Seat | Promise<Seat> | undefined;
}

const kindsByPlural: ReadonlyMap<string, KindName> = new Map(kindNames.map((kind) => [kinds[kind].plural, kind]));

/** Calls that last as long as somebody looks on: they hold nothing up while they last. */
export function isLongRunning({ verb, subresource }: Pick<Attributes, 'verb' | 'subresource'>): boolean {
  return verb === 'watch' || ['log', 'exec', 'portforward'].includes(subresource);
}

/** The kind that a plural names. */
export function kindOfResource(resource: string): KindName | undefined {
  return kindsByPlural.get(resource);
}

/** The seat that a call needs; undefined for logs, which cost next to nothing. A session has one while it is being opened. */
export function seatFor(
  keeper: SeatKeeper,
  attributes: Attributes,
  request: unknown,
  signal: AbortSignal,
  objectsOf: (kind: KindName) => number,
): Seat | Promise<Seat> | undefined {
  const { user, verb, resource, subresource, namespace } = attributes;
  if (subresource === 'log' && isLongRunning(attributes)) return undefined;
  const flow = flowOf({ user: user.name, groups: user.groups, verb, resource, namespace });
  return keeper.take(flow, flow.level === 'exempt' ? 1 : width(attributes, request, objectsOf), signal);
}

function width({ verb, resource }: Attributes, request: unknown, objectsOf: (kind: KindName) => number): number {
  const kind = kindsByPlural.get(resource);
  if (kind === undefined || typeof request !== 'object' || request === null) return 1;
  const { limit, labelSelector, fieldSelector, resourceVersion } = request as Record<string, unknown>;
  // A watch that resumes begins with nothing.
  if (verb === 'watch' && resourceVersion !== '' && resourceVersion !== '0') return 1;
  const selective = isGiven(labelSelector) || isGiven(fieldSelector);
  return widthOf({ verb, objects: objectsOf(kind), limit: typeof limit === 'number' ? limit : 0, selective });
}

function isGiven(text: unknown): boolean {
  return typeof text === 'string' && text !== '';
}

/**
 * One call with one answer, tried on another server when the first one fails. What is tried again:
 * - `read`: anything a server or connection can fail with, and one silent server costs only part of the time;
 * - `guarded`: a write that can take place only once, because it names the version it changes; tried again like a read.
 *   When the first try did take place after all, the second one gets Conflict (or NotFound), as from anybody's change;
 * - `write`: only what surely did not reach a server. After anything else the outcome is unknown, and only the caller
 *   can find out (an etcd write or a create that is sent twice could take place twice).
 */
import { Metadata, status, type Client, type ServiceError } from '@grpc/grpc-js';
import { notBegunKey } from '@kuorum/api';
import { Backoff, delay, systemClock, systemPrng, type Clock } from '@kuorum/base';
import { NotConnectedError, type ChannelPool, type Purpose } from './channel-pool.js';
import { attemptRoundsMax, attemptTimeoutMs, connectTimeoutMs, roundPause } from './limits.js';

/** What is needed of a generated method definition. */
export interface Method<Q, R> {
  readonly path: string;
  readonly requestSerialize: (value: Q) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => R;
}

export type CallKind = 'read' | 'guarded' | 'write';

export interface UnaryOptions {
  readonly kind: CallKind;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Ask this server and no other. */
  readonly server?: string | undefined;
  /** How a server is asked; not given: through the pool's channels. */
  readonly attempt?: Attempt | undefined;
}

/** One try of a call at one server. Rejects with {@link CallError}. */
export type Attempt = <Q, R>(
  server: string,
  method: Method<Q, R>,
  request: Q,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
) => Promise<R>;

/** A call that failed, before it is turned into the client's own error. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    readonly code: status,
    readonly details: string,
    /** The request surely had no effect. */
    readonly unsent: boolean,
    readonly metadata: Metadata = new Metadata(),
    cause?: unknown,
  ) {
    super(`${status[code]}: ${details}`, { cause });
  }
}

export async function unaryCall<Q, R>(
  pool: ChannelPool,
  method: Method<Q, R>,
  request: Q,
  options: UnaryOptions,
  clock: Clock = systemClock,
): Promise<R> {
  try {
    return await pool.during(() => attempts(pool, method, request, options, clock));
  } catch (error) {
    throw error instanceof NotConnectedError ? notConnected(error) : error;
  }
}

async function attempts<Q, R>(
  pool: ChannelPool,
  method: Method<Q, R>,
  request: Q,
  options: UnaryOptions,
  clock: Clock,
): Promise<R> {
  const deadlineMs = clock.monotonic() + options.timeoutMs;
  const pause = new Backoff(roundPause, systemPrng);
  const ask: Attempt = options.attempt ?? ((...args) => attemptOn(pool, ...args));
  const attemptsMax = options.server === undefined ? pool.size * attemptRoundsMax : 1;
  for (let attempt = 1; ; attempt++) {
    const server = pool.addressOf(options.server ?? pool.pick());
    const leftMs = deadlineMs - clock.monotonic();
    const mayRetry = options.kind !== 'write' && pool.size > 1 && attempt < attemptsMax;
    try {
      const answer = await ask(server, method, request, {
        timeoutMs: mayRetry ? Math.min(leftMs / 2, attemptTimeoutMs) : leftMs,
        signal: options.signal,
      });
      pool.succeeded(server);
      return answer;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const serverFailed = isServerFailure(error);
      if (serverFailed) pool.failed(server, error, error.unsent || error.code === status.DEADLINE_EXCEEDED);
      const again = error.unsent || (serverFailed && options.kind !== 'write');
      if (!again || attempt >= attemptsMax || options.signal?.aborted === true) throw error;
      const pauseMs = attempt % pool.size === 0 ? pause.nextMs() : 0;
      if (clock.monotonic() + pauseMs >= deadlineMs) throw error;
      if (pauseMs > 0) await delay(clock, pauseMs, options.signal).catch(() => Promise.reject(error));
    }
  }
}

/** The server or the way to it is at fault, so that another server may do better. */
export function isServerFailure(error: CallError): boolean {
  return error.unsent || error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED;
}

async function attemptOn<Q, R>(
  pool: ChannelPool,
  server: string,
  method: Method<Q, R>,
  request: Q,
  options: { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<R> {
  const { timeoutMs, signal } = options;
  if (signal?.aborted === true) throw new CallError(status.CANCELLED, 'aborted before it was sent', true);
  const startMs = Date.now();
  const client = await connected(pool, server, 'call', timeoutMs);
  return new Promise<R>((resolve, reject) => {
    const onAbort = (): void => call.cancel();
    const call = client.makeUnaryRequest<Q, R>(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      new Metadata(),
      { deadline: startMs + timeoutMs },
      (error, value) => {
        signal?.removeEventListener('abort', onAbort);
        if (error !== null) reject(toCallError(error, signal?.aborted));
        else if (value === undefined) reject(new CallError(status.INTERNAL, 'answer without a message', false));
        else resolve(value);
      },
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
  });
}

/** As `pool.connect`, with the error as a {@link CallError}. */
export async function connected(
  pool: ChannelPool,
  server: string,
  purpose: Purpose,
  timeoutMs = connectTimeoutMs,
): Promise<Client> {
  try {
    return await pool.connect(server, purpose, Math.min(timeoutMs, connectTimeoutMs));
  } catch (error) {
    throw error instanceof NotConnectedError ? notConnected(error) : error;
  }
}

function notConnected(error: NotConnectedError): CallError {
  return new CallError(status.UNAVAILABLE, error.message, true, undefined, error);
}

/** `aborted` says that this side canceled the call; otherwise the server did, which it does when it stops. */
export function toCallError(error: ServiceError, aborted = false): CallError {
  if (error.code === status.CANCELLED && !aborted) {
    return new CallError(status.UNAVAILABLE, `the server ended the call: ${error.details}`, false, undefined, error);
  }
  // grpc-js says so when a call found no connection to go out on.
  const { code, details, metadata } = error;
  const notBegun = (metadata as Metadata | undefined)?.get(notBegunKey).length === 1;
  const unsent = code === status.UNAVAILABLE && (notBegun || /^No connection established/.test(details));
  return new CallError(error.code, error.details, unsent, error.metadata, error);
}

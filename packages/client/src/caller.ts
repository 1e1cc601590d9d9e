/**
 * Calls by the name of service and method; knows nothing of kinds. What a method takes is in the generated schema, so that neither
 * the .proto files nor a protobuf library is read: of a short command that would be a fifth of the time.
 */
import { status } from '@grpc/grpc-js';
import { systemClock, type Clock } from '@kuorum/base';
import {
  decodeProto,
  encodeProto,
  requestMessages,
  statusDetailsKey,
  statusErrorFromGrpc,
  type MessageName,
  type MessageTypes,
} from '@kuorum/api';
import { catchError, throwError, type Observable } from 'rxjs';
import { BidiCall, type BidiHandlers } from './bidi-call.js';
import { ChannelPool } from './channel-pool.js';
import { apiKeepalive, callTimeoutMs } from './limits.js';
import { serverStream$, type OpenStreams } from './server-stream.js';
import type { ApiClientOptions, CallOptions } from './types.js';
import { CallError, unaryCall, type CallKind, type Method } from './unary-call.js';

/** In its in-memory shape; what is left out is zero. */
export type Request = object;

export class Caller {
  private readonly pool: ChannelPool;
  private readonly clock: Clock;
  private readonly timeoutMs: number;
  private readonly open: OpenStreams = new Set();

  constructor(options: ApiClientOptions) {
    const { servers, tls, token, logger, clock = systemClock, timeoutMs = callTimeoutMs } = options;
    this.clock = clock;
    this.timeoutMs = timeoutMs;
    this.pool = new ChannelPool({
      servers,
      tls,
      token,
      what: 'apiserver',
      keepalive: apiKeepalive,
      pingWhenIdle: true,
      logger,
      clock,
    });
  }

  async unary<M extends MessageName>(
    kind: CallKind,
    [service, method]: readonly [string, string],
    request: Request,
    answer: M,
    options: CallOptions = {},
  ): Promise<MessageTypes[M]> {
    const { timeoutMs = this.timeoutMs, signal } = options;
    try {
      const call = methodOf(service, method, answer);
      return await unaryCall(this.pool, call, request, { kind, timeoutMs, signal }, this.clock);
    } catch (error) {
      throw toStatusError(error);
    }
  }

  stream<M extends MessageName>(
    [service, method]: readonly [string, string],
    request: Request,
    answer: M,
  ): Observable<MessageTypes[M]> {
    return serverStream$(this.pool, this.open, methodOf(service, method, answer), request).pipe(
      catchError((error: unknown) => throwError(() => toStatusError(error))),
    );
  }

  /** Resolves when the server has answered with headers. `onError` gets what {@link unary} rejects with. */
  async bidi<M extends MessageName>(
    [service, method]: readonly [string, string],
    first: Request,
    answer: M,
    { onAnswer, onEnd, onError }: BidiHandlers<MessageTypes[M]>,
    signal?: AbortSignal,
  ): Promise<BidiCall<Request, MessageTypes[M]>> {
    const handlers = { onAnswer, onEnd, onError: (error: unknown): void => onError(toStatusError(error)) };
    try {
      return await BidiCall.open(this.pool, this.open, methodOf(service, method, answer), first, handlers, signal);
    } catch (error) {
      throw toStatusError(error);
    }
  }

  close(): void {
    for (const end of [...this.open]) end();
    this.pool.close();
  }
}

function methodOf<M extends MessageName>(service: string, name: string, answer: M): Method<Request, MessageTypes[M]> {
  const takes = requestMessages[service]?.[name];
  if (takes === undefined) throw new CallError(status.UNIMPLEMENTED, `${service} has no method ${name}`, true);
  return {
    path: `/${service}/${name}`,
    requestSerialize: (request) => asBuffer(encodeProto(takes, request as unknown as MessageTypes[typeof takes])),
    responseDeserialize: (bytes) => decodeProto(answer, bytes),
  };
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function toStatusError(error: unknown): unknown {
  if (!(error instanceof CallError)) return error;
  const trailer = error.metadata.get(statusDetailsKey)[0];
  return statusErrorFromGrpc(error.code, error.details, trailer instanceof Uint8Array ? trailer : undefined, error);
}

/**
 * Connections of the store's client for calls with one answer, one a member, made when first used and again when they broke or their
 * certificates were renewed. Not on grpc-js: an API server makes a call to the store for nearly every call that it gets, and
 * ours costs a quarter. Watches and lease streams stay on the channels of the pool.
 */
import { status } from '@grpc/grpc-js';
import { ClientConnection, RpcError } from '@kuorum/rpc';
import { NotConnectedError } from './channel-pool.js';
import type { ConnectionCredentials } from './client-tls.js';
import { connectTimeoutMs, etcdKeepalive, messageBytesMax } from './limits.js';
import { connectWords, splitAddress } from './server-address.js';
import { CallError, type Attempt, type Method } from './unary-call.js';

interface Line {
  readonly connection: ClientConnection;
  /** Which of the certificates it was made with, as they were renewed. */
  readonly generation: number;
}

export class StoreConnections {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly credentials: ConnectionCredentials) {}

  /** One try of a call; rejects with {@link CallError}. */
  readonly attempt: Attempt = async <Q, R>(
    server: string,
    method: Method<Q, R>,
    request: Q,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
  ): Promise<R> => {
    const startMs = performance.now();
    throwIfAborted(signal);
    const connection = await this.connected(server, Math.min(timeoutMs, connectTimeoutMs));
    throwIfAborted(signal);
    const bytes = method.requestSerialize(request);
    const leftMs = timeoutMs - (performance.now() - startMs);
    const answer = await connection.unary(method.path, bytes, { timeoutMs: leftMs, signal }).catch((error: unknown) => {
      throw error instanceof RpcError ? callErrorOf(error, signal?.aborted === true) : error;
    });
    try {
      return method.responseDeserialize(answer);
    } catch (error) {
      throw new CallError(status.INTERNAL, `the answer cannot be read: ${String(error)}`, false, undefined, error);
    }
  };

  /** The next call makes a new connection; calls under way on the old one have their answers. */
  drop(server: string): void {
    this.lines.get(server)?.connection.drain();
    this.lines.delete(server);
  }

  private async connected(server: string, timeoutMs: number): Promise<ClientConnection> {
    const connection = this.lineTo(server);
    if (connection.open) return connection;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(noAnswer(server, timeoutMs)), timeoutMs);
    });
    try {
      await Promise.race([connection.ready, late]);
      return connection;
    } catch (error) {
      const why = error instanceof NotConnectedError ? error : this.notConnected(server, error);
      throw new CallError(status.UNAVAILABLE, why.message, true, undefined, why);
    } finally {
      clearTimeout(timer);
    }
  }

  private lineTo(server: string): ClientConnection {
    const line = this.lines.get(server);
    if (line?.connection.usable === true && (line.connection.open || line.generation === this.credentials.refresh())) {
      return line.connection;
    }
    line?.connection.drain();
    const generation = this.credentials.refresh();
    const connection = new ClientConnection({
      ...splitAddress(server),
      tls: this.credentials.tlsFor(server),
      keepalive: etcdKeepalive,
      messageBytesMax,
    });
    this.lines.set(server, { connection, generation });
    return connection;
  }

  private notConnected(server: string, error: unknown): NotConnectedError {
    const { why, answers } = connectWords(error instanceof Error ? error.message : String(error), this.credentials);
    return new NotConnectedError(
      `Cannot connect to ${server}: ${why}${answers ? '' : '; is the store running there?'}`,
      { cause: error },
    );
  }
}

function noAnswer(server: string, timeoutMs: number): NotConnectedError {
  return new NotConnectedError(
    `Cannot connect to ${server}: no answer within ${Math.round(timeoutMs)} ms; is the store running there?`,
  );
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CallError(status.CANCELLED, 'aborted before it was sent', true);
}

/** A server cancels calls when it stops, and another one may do better; `aborted`: it was this side. */
function callErrorOf(error: RpcError, aborted: boolean): CallError {
  const { code, message, unsent } = error;
  if (code !== Number(status.CANCELLED) || aborted) return new CallError(code, message, unsent, undefined, error);
  return new CallError(status.UNAVAILABLE, `the server ended the call: ${message}`, false, undefined, error);
}

import { Server, ServerCredentials, type ServerOptions } from '@grpc/grpc-js';
import type { Logger } from '@kuorum/base/node';
import { hostPort, isSecure, withPort } from './addresses.js';
import { TlsListener } from './tls-listener.js';
import { mustHaveTls, type TlsIdentity } from './tls.js';

/** Where a server listens. */
export interface BoundUrls {
  /** With the ports that were really bound. */
  readonly urls: readonly string[];
  readonly secure: readonly TlsListener[];
}

/** Binds every URL of `urls`, those that begin with https with the certificates of `tls`. */
export async function bindAll(
  server: Server,
  urls: readonly string[],
  tls: TlsIdentity | undefined,
  logger: Logger,
): Promise<BoundUrls> {
  const bound: string[] = [];
  const secure: TlsListener[] = [];
  for (const url of urls) {
    if (isSecure(url)) {
      const listener = new TlsListener(server, mustHaveTls(tls, url), logger);
      secure.push(listener);
      bound.push(await listener.listen(url));
    } else bound.push(withPort(url, await bind(server, url)));
  }
  return { urls: bound, secure };
}

function bind(server: Server, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(hostPort(url), ServerCredentials.createInsecure(), (cause, port) => {
      if (cause === null) resolve(port);
      else reject(new Error(`Cannot listen on ${url}: ${cause.message}`, { cause }));
    });
  });
}

/** After `intervalMs` a connection is pinged; one that does not answer within `timeoutMs` is cut, and its calls end. */
export interface ServerKeepalive {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** Clients may ping as often as they like: grpc-js refuses no pings. */
export function createGrpcServer(receiveBytesMax: number, keepalive: ServerKeepalive): Server {
  const options: ServerOptions = {
    'grpc.max_receive_message_length': receiveBytesMax,
    'grpc.max_send_message_length': -1,
    'grpc.enable_channelz': 0,
    'grpc.keepalive_time_ms': keepalive.intervalMs,
    'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
  };
  return new Server(options);
}

/**
 * Lets calls under way end for `drainMs`, then cuts what is left. Those that came by TLS are cut at once.
 *
 * Not by `forceShutdown` alone: grpc-js 1.14 keeps the sessions that it would cut only for channelz, so with channelz
 * off it leaves every connection open and peers never notice that the server is gone. `drain` knows them either way.
 */
export async function shutDown(server: Server, { urls, secure }: BoundUrls, drainMs: number): Promise<void> {
  for (const url of urls) if (!isSecure(url)) server.drain(hostPort(url), drainMs);
  await Promise.all(secure.map((listener) => listener.close()));
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, drainMs + CUT_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** After the drain everything is cut; this much later nothing is waited for any more. */
const CUT_MS = 500;

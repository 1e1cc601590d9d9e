import { Server, ServerCredentials, type ServerOptions } from '@grpc/grpc-js';
import { hostPort, withPort } from './addresses.js';

/** Binds every URL of `urls`; gives them back with the ports that were really bound. */
export async function bindAll(server: Server, urls: readonly string[]): Promise<string[]> {
  const bound: string[] = [];
  for (const url of urls) bound.push(withPort(url, await bind(server, url)));
  return bound;
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
 * Lets calls under way end for `drainMs`, then cuts what is left. `urls` are those it listens on.
 *
 * Not by `forceShutdown` alone: grpc-js 1.14 keeps the sessions that it would cut only for channelz, so with channelz
 * off it leaves every connection open and peers never notice that the server is gone. `drain` knows them either way.
 */
export function shutDown(server: Server, urls: readonly string[], drainMs: number): Promise<void> {
  for (const url of urls) server.drain(hostPort(url), drainMs);
  return new Promise((resolve) => {
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

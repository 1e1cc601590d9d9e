/** The listener for clients: the etcd services by gRPC and, on the same ports, what people and probes ask by HTTP. */
import type { Logger } from '@kuorum/base/node';
import { RpcServer, type RpcServerOptions } from '@kuorum/rpc';
import { bindAddress, isSecure, withPort } from './addresses.js';
import { createHttp, closeHttp } from './http/server.js';
import { REQUEST_OVERHEAD_BYTES, STOP_DRAIN_MS } from './limits.js';
import type { Member } from './member.js';
import { refusalOf } from './rpc/unary.js';
import { mustHaveTls, type TlsIdentity } from './tls.js';

export interface ClientServer {
  readonly rpc: RpcServer;
  listen(urls: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

export function createClientServer(member: Member, logger: Logger, tls?: TlsIdentity): ClientServer {
  const { options } = member;
  const http = createHttp({ member, stats: () => rpc.stats });
  const rpcOptions: RpcServerOptions = {
    receiveBytesMax: options.maxRequestBytes + REQUEST_OVERHEAD_BYTES,
    keepalive: { intervalMs: options.grpcKeepaliveIntervalMs, timeoutMs: options.grpcKeepaliveTimeoutMs },
    ...(options.maxConcurrentStreams === undefined ? {} : { streamsMax: options.maxConcurrentStreams }),
    http,
    refusalOf,
    onBug: (error) => logger.error({ err: error instanceof Error ? error.stack : String(error) }, 'a handler failed'),
  };
  const rpc = new RpcServer(rpcOptions);
  tls?.onChange((context) => rpc.renewTls(context));
  return {
    rpc,
    listen: async (urls) => {
      const bound: string[] = [];
      for (const url of urls) bound.push(withPort(url, await listen(rpc, url, tls)));
      return bound;
    },
    close: async () => {
      await rpc.close(STOP_DRAIN_MS);
      await closeHttp(http);
    },
  };
}

async function listen(rpc: RpcServer, url: string, tls: TlsIdentity | undefined): Promise<number> {
  const { host, port } = bindAddress(url);
  try {
    return await rpc.listen(port, host, isSecure(url) ? mustHaveTls(tls, url).serverOptions : undefined);
  } catch (cause) {
    throw new Error(`Cannot listen on ${url}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

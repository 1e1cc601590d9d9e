/** The gRPC server under the services: its limits, how it listens in plaintext, and how it ends. */
import { Server, ServerCredentials, type ServerInterceptor } from '@grpc/grpc-js';
import { delay, type Clock } from '@kuorum/base';
import {
  keepaliveIntervalMs,
  keepaliveTimeoutMs,
  messageBytesMax,
  shutdownGraceMs,
  streamsPerConnectionMax,
} from '../limits.js';

export function createGrpcServer(...interceptors: ServerInterceptor[]): Server {
  return new Server({
    interceptors,
    'grpc.max_receive_message_length': messageBytesMax,
    'grpc.max_send_message_length': -1,
    'grpc.max_concurrent_streams': streamsPerConnectionMax,
    'grpc.enable_channelz': 0,
    // A client whose machine vanished says nothing: without pings its watches would stay for ever.
    'grpc.keepalive_time_ms': keepaliveIntervalMs,
    'grpc.keepalive_timeout_ms': keepaliveTimeoutMs,
  });
}

/** Gives the port. */
export function bindPlain(server: Server, listen: string): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    server.bindAsync(listen, ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

/** Lets calls finish for a while, then ends everything. */
export async function drainServer(server: Server, clock: Clock): Promise<void> {
  const drained = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  const giveUp = new AbortController();
  const deadline = delay(clock, shutdownGraceMs, giveUp.signal).catch(() => undefined);
  await Promise.race([drained, deadline]);
  giveUp.abort();
  server.forceShutdown();
}

/** gRPC over HTTP/2 as thin as a busy server needs it; see docs/internals/rpc.md. */
export type * from './call.js';
export type { MessageCodec } from './grpc/methods.js';
export type { MethodStats } from './grpc/method-stats.js';
export { STREAMS_PER_CONNECTION } from './limits.js';
export type { UnaryOptions } from './client-call.js';
export { ClientConnection, type ClientConnectionOptions } from './client-connection.js';
export { RpcClient } from './client.js';
export { RpcServer, type RpcServerOptions } from './server.js';
export { Code, RpcError } from './status.js';

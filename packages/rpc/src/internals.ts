/** Parts for this package's own tests; no other package imports this. */
export { HpackDecoder } from './hpack/decoder.js';
export { HpackError } from './hpack/hpack-error.js';
export { decodeHuffman } from './hpack/huffman.js';
export * as literals from './hpack/literals.js';
export { ResponseEncoder } from './hpack/response-encoder.js';
export { Connection, type ConnectionHost } from './http2/connection.js';
export * from './http2/constants.js';
export { FrameReader } from './http2/frame-reader.js';
export { giveBack, Output } from './http2/output.js';
export * as limits from './limits.js';
export { percentDecode, percentEncode, timeoutMs } from './status.js';
export { MessageReader } from './grpc/message-reader.js';
export { requestHeaders } from './grpc/request-headers.js';
export { Budget, defaultMemoryLimits, ServerMemory, type Holder, type MemoryLimits } from './budget.js';
export type { Peer } from './grpc/peer.js';
export { ServerCall } from './grpc/server-call.js';

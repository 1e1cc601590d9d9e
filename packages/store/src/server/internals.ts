/** Parts of the server for its own tests; no other package imports this. */
export { MalformedRecordError } from './byte-io.js';
export * from './command.js';
export * from './errors.js';
export * from './history-keeper.js';
export * from './ids.js';
export { decodeMember } from './membership.js';
export { LeaseKeeper, type LeaseHome } from './lease-keeper.js';
export { Proposer } from './proposer.js';
export * from './raft-codec.js';
export * from './read-index.js';
export * from './ready-loop.js';
export * from './state-machine.js';
export * from './waiters.js';
export { split } from './rpc/watch-stream.js';
export * as logCodec from '../storage/log-codec.js';
export * as recordCodec from '../mvcc/record-codec.js';
export * as snapshotCodec from '../storage/snapshot-codec.js';
export * as stateCodec from '../storage/state-codec.js';

/** Parts of the server for its own tests; no other package imports this. */
export * from './command.js';
export * from './errors.js';
export * from './history-keeper.js';
export * from './ids.js';
export * from './raft-codec.js';
export * from './read-index.js';
export * from './ready-loop.js';
export * from './state-machine.js';
export * from './waiters.js';
export { split } from './rpc/watch-stream.js';

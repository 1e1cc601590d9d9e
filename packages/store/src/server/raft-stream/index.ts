export * from './frames.js';
export * from './raft-receiver.js';
export * from './raft-sockets.js';
export * from './raft-stream.js';

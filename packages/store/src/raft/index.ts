/** The pure Raft core. Start with raw-node.ts (the interface) and raft.ts (the state machine). */
export * from './confchange/changer.js';
export * from './confchange/codec.js';
export * from './confchange/configuration.js';
export * from './invariants.js';
export * from './limits.js';
export * from './memory-log-storage.js';
export * from './quorum/joint.js';
export * from './quorum/majority.js';
export * from './raft-log.js';
export * from './raft.js';
export * from './raw-node.js';
export * from './tracker/inflights.js';
export * from './tracker/progress.js';
export * from './types.js';

/** The pure Raft core. Start with raw-node.ts (the interface) and raft.ts (the state machine). */
export * from './limits.js';
export * from './types.js';

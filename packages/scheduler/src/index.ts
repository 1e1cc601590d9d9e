/** Binds pods to nodes. */
export * from './framework/index.js';
export * from './limits.js';

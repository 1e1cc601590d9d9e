/** Binds pods to nodes. */
export * from './framework/index.js';
export * from './limits.js';
export * from './pending-pods.js';
export * from './run-scheduler.js';

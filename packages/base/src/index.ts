/**
 * What everything else stands on; depends on nothing of ours. This entry is free of Node APIs, so the pure cores and
 * the browser may use all of it; what needs Node (logger, lifecycle) is under `@kuorum/base/node`.
 */
export * from './assert.js';
export * from './backoff.js';
export * from './bytes.js';
export * from './clock.js';
export * from './heap.js';
export * from './histogram.js';
export * from './metrics-text.js';
export * from './prng.js';
export * from './semaphore.js';
export * from './slices.js';

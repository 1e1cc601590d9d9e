/** The pure part of the scheduler: from what is known to a decision. */
export * from './cluster-state.js';
export * from './limits.js';
export * from './plugin.js';
export * from './plugins/filters.js';
export * from './plugins/scores.js';
export * from './resources.js';
export * from './schedule.js';

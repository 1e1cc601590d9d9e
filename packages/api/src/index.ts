/** The object model: kinds, their shapes, and everything that can be said of an object without a network. Pure. */
export * from './base64.js';
export * from './codec.js';
export * from './conditions.js';
export * from './defaults.js';
export * from './field-error.js';
export type * from './gen/types.js';
export * from './kinds.js';
export * from './labels.js';
export * from './owner.js';
export * from './pod.js';
export * from './quantity.js';
export type * from './schema-types.js';
export * from './selectors.js';
export * from './status-error.js';
export * from './status-wire.js';
export * from './taints.js';
export * from './validation.js';

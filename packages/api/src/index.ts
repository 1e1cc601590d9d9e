/** The object model: kinds, their shapes, and everything that can be said of an object without a network. Pure. */
export * from './codec.js';
export * from './field-error.js';
export type * from './gen/types.js';
export * from './kinds.js';
export type * from './schema-types.js';

export * from './ListValue.js';
export * from './NullValue.js';
export * from './Struct.js';
export * from './Value.js';

export * from './Event.js';
export * from './KeyValue.js';

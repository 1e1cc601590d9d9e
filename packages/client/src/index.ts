/** Channels, etcd client, typed API client, informers, leader election, event recorder. */
export * from './etcd-client.js';
export * from './etcd-errors.js';
export type * from './etcd-types.js';
export type * from './types.js';

/** Channels, etcd client, typed API client, informers, leader election, event recorder. */
export type * from './etcd-types.js';
export type * from './types.js';

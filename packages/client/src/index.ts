/** Channels, etcd client, typed API client, informers, leader election, event recorder. */
export * from './api-client.js';
export { checkClientTls, TlsError, type ClientTls, type ClientTlsSource, type TokenSource } from './client-tls.js';
export * from './etcd-client.js';
export * from './etcd-errors.js';
export type * from './etcd-types.js';
export * from './event-recorder.js';
export * from './informer.js';
export * from './leader-election.js';
export { deepFreeze } from './object-cache.js';
export { parseServerAddress } from './server-address.js';
export * from './tls-files.js';
export type * from './types.js';
export type * from './types-access.js';

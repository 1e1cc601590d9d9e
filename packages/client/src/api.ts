/** What talks to an apiserver and to nothing else: reads neither etcd's client nor .proto files. See index.ts for all. */
export { createApiClient } from './api-client.js';
export { checkClientTls, TlsError, type ClientTls, type ClientTlsSource, type TokenSource } from './client-tls.js';
export { parseServerAddress } from './server-address.js';
export * from './tls-files.js';

/** Kubernetes-shaped resources over gRPC, on any etcd v3 store. */
export { startApiserver } from './server/apiserver.js';
export { serverVersion, type Apiserver, type ApiserverOptions } from './server/apiserver-options.js';
export { parseAuditPolicy, type AuditPolicy } from './audit/policy.js';
export type { ApiserverSecurity, InsecureOptions, SecureOptions } from './auth/security.js';
export type { TlsFiles } from './auth/tls-material.js';
export type { ServiceAccountTokenOptions } from './auth/service-account/tokens.js';
export { parseAuthorizationModes, type AuthorizationMode } from './auth/authorization-mode.js';

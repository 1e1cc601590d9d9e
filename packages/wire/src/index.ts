/**
 * What goes over the wire: the one proto loader, int64 decoding, and the types that `scripts/gen.mjs` generates from
 * proto/, one namespace a proto package (`etcdserverpb.PutRequest`; decoded messages end in `__Output`).
 */
export * from './int64.js';
export * from './loader.js';
export * from './proto-dir.js';
export * from './services.js';

export type * as authpb from './gen/etcd/authpb/index.js';
export type * as etcdserverpb from './gen/etcd/etcdserverpb/index.js';
export type * as mvccpb from './gen/etcd/mvccpb/index.js';
export type * as raftpb from './gen/etcd/raftpb/index.js';
export type * as v3electionpb from './gen/etcd/v3electionpb/index.js';
export type * as v3lockpb from './gen/etcd/v3lockpb/index.js';
export type * as kuorumV1 from './gen/kuorum/kuorum/v1/index.js';

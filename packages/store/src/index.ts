/** Raft, MVCC and leases over LevelDB, served as the etcd v3 API. */
export * from './server/index.js';

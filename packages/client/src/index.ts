/** Channels, etcd client, typed API client, informers, leader election. */
export {};

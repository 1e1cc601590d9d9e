/** Kubernetes-shaped resources over gRPC, on any etcd v3 store. */
export {};

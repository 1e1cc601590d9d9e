/** ReplicationController, Endpoints, node lifecycle, garbage collection, namespaces. */
export * from './limits.js';
export * from './run-controllers.js';
export { podsToDelete } from './replication-controller/deletion-order.js';
export * from './replication-controller/plan.js';
export * from './endpoints/plan.js';
export * from './node-lifecycle/plan.js';
export * from './node-ipam/cidr.js';
export * from './node-ipam/plan.js';
export * from './pod-gc/plan.js';
export * from './garbage-collector/plan.js';
export * from './namespace/plan.js';
export * from './service-account/plan.js';
export * from './limited.js';

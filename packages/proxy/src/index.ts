/** Service load balancing: NodePorts and ClusterIPs to ready pods. */
export * from './balancer.js';
export * from './cluster-addresses.js';
export * from './listener.js';
export * from './plan.js';
export * from './run-proxy.js';
export * from './service-proxy.js';

/** ReplicationController, Endpoints, node lifecycle, garbage collection, namespaces. */
export {};

/** Limits and periods of the controllers. Where a small cluster wants another value than Kubernetes, both are named. */

/** Keys each controller works on at the same time (Kubernetes: 5). */
export const workersPerController = 4;

/** Calls one reconcile has on their way at the same time. */
export const callsInflightMax = 16;

/** Every controller looks at every one of its objects again this often, though nothing was heard. */
export const resyncPeriodMs = 60_000;

/** Pods one reconcile of a ReplicationController creates or deletes at most (Kubernetes: 500). */
export const replicaBurstMax = 500;

/** Wait before a pod takes the place of one that a node refused to run; doubles with each (Kubernetes: none). */
export const rejectionBackoffInitialMs = 1_000;
export const rejectionBackoffMaxMs = 60_000;

/** Addresses an Endpoints object holds at most (Kubernetes: 1000). */
export const endpointAddressesMax = 1000;

/** Nodes are checked this often (Kubernetes: 5 s). */
export const nodeMonitorPeriodMs = 500;

/** A call about a node may take this long: the next look must not wait for it. */
export const nodeActionTimeoutMs = 3_000;

/** Silence of a node's lease after which it counts as lost (Kubernetes: 50 s, before 1.32 40 s). */
export const nodeMonitorGracePeriodMs = 8_000;

/** From a node's loss until its pods are deleted (Kubernetes: 300 s, as tolerationSeconds). */
export const podEvictionTimeoutMs = 5_000;

/** From the deletion of a pod on a lost node until it is removed without its kubelet (Kubernetes: never). */
export const podForceDeleteTimeoutMs = 5_000;

/** Share of nodes that may be lost before evictions stop (Kubernetes: --unhealthy-zone-threshold). */
export const unhealthyShareMax = 0.55;

/** Up to so many lost nodes are never called a disruption of the cluster (Kubernetes: 2). */
export const lostNodesAlwaysEvicted = 2;

/** Network bits of the pod range of one node. */
export const nodeCidrMaskBits = 24;

/** Pods are looked through for garbage this often (Kubernetes: 20 s). */
export const podGcPeriodMs = 5_000;

/** Finished pods that may be kept (Kubernetes: 12500). */
export const finishedPodsMax = 1_000;

/** A node must be gone this long before pods bound to it are removed (Kubernetes: 40 s). */
export const nodeGoneQuarantineMs = 5_000;

/** While a namespace still holds something that is ending, it is looked at again after this long. */
export const namespaceRetryMs = 500;

/** Objects a namespace's deletion lists at a time. */
export const namespaceDeletePageSize = 200;

/** Leader election for a small cluster. Kubernetes has 15 s, 10 s and 2 s. */
export const leaseDurationMs = 5_000;
export const renewDeadlineMs = 3_000;
export const retryPeriodMs = 1_000;

/** Uids of owners known to be gone, remembered so that many dependents of one owner cost one question. */
export const absentOwnersMax = 1_000;

/** While the API does not answer at start, it is asked again after this long. */
export const apiRetryMs = 500;

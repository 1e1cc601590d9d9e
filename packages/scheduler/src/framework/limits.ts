/** Constants of the scheduling framework. */

/** What a container that asks for nothing counts for when nodes are scored (Kubernetes' non-zero defaults). */
export const cpuMillisNonZero = 100;
export const memoryBytesNonZero = 200 * 1024 * 1024;

/** A node's score from one plugin, at most; the least is 0. */
export const scoreMax = 100;

/** Pods a node takes when it does not say (kubelet's default). */
export const podsPerNodeDefault = 110;

/** Reasons kept in the message of an unschedulable pod; a condition is not a log. */
export const reasonsMax = 16;

/** Limits and periods of the scheduler. */

/** Pods whose bind may be on its way to the apiserver at the same time. */
export const bindsInflightMax = 16;

/** Every pending pod is looked at again this often, though nothing was heard. */
export const resyncPeriodMs = 30_000;

/** Changes that may make room are gathered this long before the pending pods are looked at again. */
export const wakeDelayMs = 50;

/** After a bind that was refused, the pod is looked at again this much later, if it is still pending then. */
export const conflictRetryMs = 1_000;

/** Leader election for a small cluster. Kubernetes has 15 s, 10 s and 2 s. */
export const leaseDurationMs = 5_000;
export const renewDeadlineMs = 3_000;
export const retryPeriodMs = 1_000;

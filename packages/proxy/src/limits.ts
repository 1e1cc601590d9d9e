/** Limits of the proxy. */

/** Connections one listener carries at a time; more are refused. */
export const connectionsPerListenerMax = 4096;

/** Endpoints tried for one connection before the client is told. */
export const connectAttemptsMax = 4;

/** Time for an endpoint to accept a connection before the next one is tried. */
export const connectTimeoutMs = 2_000;

/** An endpoint that refused a connection is asked last for this long. */
export const refusedRestMs = 3_000;

/** Pause before a listener whose address another process holds tries again: how long a takeover lasts at most. */
export const standbyRetryMs = 500;

/** How often it is checked that the cluster addresses are still there: another proxy takes away those it had added. */
export const addressCheckPeriodMs = 1_000;

/** Every service is looked at again after this long, whatever the events say. */
export const resyncPeriodMs = 30_000;

/** Connections may finish for this long after the proxy was stopped. */
export const drainMs = 10_000;

/** Idle time after which the kernel asks whether the other end of a connection is still there. */
export const keepAliveDelayMs = 60_000;

/** Services whose listeners are changed at the same time. */
export const workers = 4;

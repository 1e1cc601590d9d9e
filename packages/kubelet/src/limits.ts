/** Every bound of the kubelet, by name and unit. */

// Engine calls.
export const engineCallTimeoutMs = 20_000;
export const engineListTimeoutMs = 10_000;
/** A container may take this long to be created or started on a busy engine. */
export const engineStartTimeoutMs = 60_000;
export const imagePullTimeoutMs = 15 * 60_000;
export const imageImportTimeoutMs = 3 * 60_000;
/** On top of the grace period: what the engine needs to kill and reap. */
export const engineStopExtraMs = 20_000;
export const engineEventsRetryMs = 1_000;
/** One line of the event stream; longer ones are dropped. */
export const engineEventBytesMax = 1 << 20;
/** An unchanged container is looked at again this often, for changes that neither event nor list shows. */
export const inspectMaxAgeMs = 60_000;
/** Inspect calls under way at once. */
export const inspectConcurrency = 8;

// Work.
export const podWorkers = 8;
/** Container creations under way at once: the engine serializes most of it anyway. */
export const startsConcurrency = 6;
export const pullsConcurrency = 4;
export const relistIntervalMs = 3_000;
/** A burst of hints for one pod becomes one look at it. */
export const hintDebounceMs = 20;
export const podResyncIntervalMs = 10_000;
export const statusConflictRetries = 5;

// Restarts and image pulls (Kubernetes' figures).
export const restartBackoffInitialMs = 10_000;
export const restartBackoffMaxMs = 300_000;
/** A container that ran this long starts over with no wait. */
export const restartBackoffResetMs = 600_000;
export const imageBackoffInitialMs = 10_000;
export const imageBackoffMaxMs = 300_000;

// Termination.
export const terminationGracePeriodSecondsDefault = 30;
/** Containers whose pod is no longer ours get this long. */
export const orphanGraceMs = 2_000;
/** A force-deleted or failed-liveness container gets at least this long. */
export const minimumGraceMs = 1_000;

// Node.
export const nodeStatusIntervalMs = 10_000;
export const leaseIntervalMs = 2_000;
export const leaseDurationFactor = 4;
export const runtimeUnhealthyAfterMs = 15_000;
export const routeSyncIntervalMs = 10_000;
export const apiRetryInitialMs = 200;
export const apiRetryMaxMs = 5_000;

// Logs.
export const logBytesMax = 10 * 1024 * 1024;
export const logHousekeepingIntervalMs = 1_000;
export const logFollowPollMs = 200;
export const logChunkBytesMax = 64 * 1024;
/** Streams of logs of one node at a time; each holds a connection and an open file, or a call of the engine. */
export const logStreamsMax = 512;
export const execOutputBytesMax = 10 * 1024;

// Usage.
/** What was measured is told again for this long, however many ask. */
export const statsIntervalMs = 10_000;
/** Rates are taken from a sample before that is at most this old; else two are taken one after the other. */
export const statsRateWindowMaxMs = 60_000;
/** The distance of those two, less than the second after which an engine has counted anew. A container must have run this long for a rate, too. */
export const statsFirstWindowMs = 750;
/** Engine calls for usage under way at once: they wait for the engine's next tick, up to a second, and cost it little. */
export const statsConcurrency = 64;

// Probes.
export const probeBodyBytesMax = 10 * 1024;

/** A pod without an address yet is looked at again after this, instead of being probed. */
export const probeAddressRetryMs = 100;

/** First distance between readiness probes of a container that is coming up; doubles up to the probe's period. */
export const warmUpProbeInitialMs = 100;

// Exec and port-forward.
/** Sessions of both kinds on one node at a time. */
export const streamSessionsMax = 256;
/** A session in which nothing but signs of life goes either way is ended (Kubernetes: 4 h). */
export const streamIdleTimeoutMs = 4 * 3_600_000;
/** Then its reader has this long to take the reason. */
export const streamLastWordMs = 5_000;
/** A command's words together; escaped they stand in the request line. */
export const execCommandBytesMax = 64 * 1024;
/** Of a request; Node's own limit is 16 KiB. */
export const requestHeaderBytesMax = 256 * 1024;
/** Time to connect to a port of a pod. */
export const podDialTimeoutMs = 5_000;
/** How long the engine may take to know the exit code of a command whose output has ended, and how often it is asked. */
export const execExitTimeoutMs = 5_000;
export const execExitPollMs = 20;
/** How long the process runtime waits for a terminal. */
export const execTerminalTimeoutMs = 10_000;
/** Tries, so far apart, to give a command that was just started the size of its terminal. */
export const execResizeAttemptsMax = 50;

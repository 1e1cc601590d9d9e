/** Limits of the client's commands. */

/** Objects asked for at once (`--chunk-size`); kubectl's. */
export const chunkSize = 500;
/** Between two tries to reach a server again, of a watch. */
export const watchRetryMs = 1_000;
/** A wait that takes longer tells how far it is. */
export const progressAfterMs = 1_000;
export const progressIntervalMs = 500;
/** A wait without end; kubectl's week. */
export const waitMsMax = 7 * 24 * 3_600_000;
/** Containers followed at once unless told; kubectl's. */
export const logRequestsMax = 5;
/** Lines of each container when pods are selected by labels and nothing is said; kubectl's. */
export const selectorTailLines = 10;
/** Somebody waits for the completion of a word with a finger on the key. */
export const completionMsMax = 1_500;
/** Names offered for a word. */
export const completionNamesMax = 500;
/** How often a change is made anew on what another writer left. */
export const conflictTriesMax = 5;
/** A manifest behind a URL that is not there after this is given up. */
export const manifestFetchMs = 30_000;
/** After an eviction that a disruption budget forbids; kubectl's. */
export const evictionRetryMs = 5_000;

/** A pod that has run so long should have been measured. */
export const metricsExpectedAfterMs = 120_000;

/** Connections that one forwarded port has at a time. */
export const forwardedConnectionsMax = 1_000;

/** How long a tar that sent no archive may take to say how it ended. */
export const tarVerdictMs = 2_000;

/** Longest --request-timeout: what a timer takes is 24 days. */
export const requestTimeoutMsMax = 24 * 3_600_000;

/** Limits of the client's commands. */

/** Objects asked for at once (`--chunk-size`); kubectl's. */
export const chunkSize = 500;
/** Between two tries to reach a server again, of a watch. */
export const watchRetryMs = 1_000;

/** Limits of the reconcile machinery. */

/** Delay after the first failure of a key (client-go's default). */
export const retryInitialMs = 5;

/** Longest delay between two tries of a key. client-go waits up to 1000 s; a small cluster should notice sooner. */
export const retryMaxMs = 60_000;

/** After this long an expectation counts as met, so that a lost event cannot block a controller for good. */
export const expectationTimeoutMs = 5 * 60_000;

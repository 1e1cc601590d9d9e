/** Limits of the client. */

/** A call ends after this long unless it says otherwise. */
export const callTimeoutMs = 10_000;

/** One try of a call that may be tried elsewhere gets half of what is left and at most this long: what a silent server costs. */
export const attemptTimeoutMs = 4_000;

/** Time to set up a connection before the next server is tried. */
export const connectTimeoutMs = 2_000;

/** What finding out why a server could not be reached may take; it is known already, as a rule. */
export const connectReasonTimeoutMs = 500;

/** Tries of one call: so many rounds over all servers. */
export const attemptRoundsMax = 3;

/** Pause between two rounds. */
export const roundPause = { initialMs: 50, maxMs: 500, jitter: 0.5 } as const;

/** A server that failed is asked last for this long. */
export const cooldownMs = 2_000;

/** After so many failures in a row the connection to a server is thrown away and made anew. */
export const rebuildAfterFailures = 5;

/** A certificate, key or token that lies in a file may have so many bytes. */
export const credentialFileBytesMax = 1024 * 1024;

/** Largest message taken. Lists are not chunked, and etcd answers a range with whatever the range holds. */
export const messageBytesMax = 256 * 1024 * 1024;

/** How grpc-js tries to reconnect; its own default grows to two minutes. */
export const reconnectBackoff = { initialMs: 100, maxMs: 1_000 } as const;

/**
 * Pings on the connection to an apiserver: a dead one is noticed after their sum. grpc-js looks at the clock before it reads what
 * has come in, so a client that gets no processor for the timeout breaks all its connections, though every server has answered,
 * and has more to do than before. It was 8 s with eight busy loops on two processors. A server that is silent is noticed by the
 * next call to it much earlier. (client-go: 30 s and 15 s.)
 */
export const apiKeepalive = { intervalMs: 10_000, timeoutMs: 15_000 } as const;

/** The same to a store. etcd ends connections (GOAWAY, too_many_pings) whose pings come less than 10 s apart. */
export const etcdKeepalive = { intervalMs: 30_000, timeoutMs: 10_000 } as const;

/** On the connection of watches, where nothing else would show that a store has fallen silent. */
export const etcdWatchKeepalive = { intervalMs: 12_000, timeoutMs: 10_000 } as const;

/**
 * After so many calls in a row without an answer a server counts as silent, and its streams are given up. Where others
 * can take over one is enough: a stream that moves costs little, and the next call will not go there to find out.
 */
export const silentAfterFailures = { alone: 2, oneOfSeveral: 1 } as const;

/** A store must confirm a watch within this long, or another member is asked. */
export const watchCreateTimeoutMs = 10_000;

/** Pause before a broken watch is resumed; grows while it keeps breaking. */
export const watchRetry = { initialMs: 50, maxMs: 2_000, jitter: 0.5 } as const;

/** A watch that lasted this long was healthy: the next break starts from the shortest pause. */
export const watchHealthyMs = 10_000;

/** Bounds of the time after which an informer asks the server to end its watch, so that load spreads over servers. */
export const watchDurationSeconds = { min: 300, max: 600 } as const;

/** Pause before an informer lists or watches again after an error (client-go: 800 ms to 30 s). */
export const informerRetry = { initialMs: 200, maxMs: 5_000, jitter: 0.5 } as const;

/** Objects an informer asks for in one page. */
export const informerPageItems = 500;

/** Events that wait to be sent; more are dropped, oldest first. */
export const eventQueueMax = 1000;

/** Different events that a recorder remembers in order to count repeats. */
export const eventMemoryMax = 4096;

/** Tries to write one event. */
export const eventAttemptsMax = 5;

/** Largest piece of a stream of exec or port-forward in one message, and what waits of one for its reader. */
export const streamChunkBytesMax = 32 * 1024;

/** Limits of priority and fairness. Kubernetes' figures where they fit one process with one thread. */

/**
 * Seats of all levels together (Kubernetes: 600). One thread does the work, so a few dozen calls keep it busy while they
 * wait for the store; more of them would only wait where nobody puts them in order.
 */
export const seatsDefault = 120;

/** Objects a list reads for each seat that it takes, and the most seats of one call (Kubernetes: 100 and 10). */
export const objectsPerSeat = 500;
export const seatsOfOneCallMax = 10;

/** How long a call is taken to last until it has ended and one knows (Kubernetes: 3 ms). */
export const serviceGuessMs = 3;

/** Queues, cards of a hand, and calls that wait in one queue, of the levels that have many users and those that have few. */
export const manyFlows = { queues: 128, handSize: 6, queueLengthMax: 50 } as const;
export const someFlows = { queues: 64, handSize: 6, queueLengthMax: 50 } as const;
export const fewFlows = { queues: 16, handSize: 4, queueLengthMax: 50 } as const;

/** After a refusal the client is asked to wait so long. */
export const retryAfterSeconds = 1;

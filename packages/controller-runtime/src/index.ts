/** Work queue and controller$: the one reconcile idiom. */
export {};

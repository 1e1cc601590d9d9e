/** Balances service traffic over ready pods. */
export {};

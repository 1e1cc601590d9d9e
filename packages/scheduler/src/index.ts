/** Binds pods to nodes. */
export {};

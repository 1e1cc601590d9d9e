/** Runs the pods of one node on Docker, child processes or nothing at all. */
export {};

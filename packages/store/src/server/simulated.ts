/**
 * The parts of the server that the simulation (packages/testing/src/sim) runs as they are: what is logged, who waits for
 * what, linearizable reads, long reads, the clock of the leases, the log as the core reads it.
 */
export * from './command.js';
export { EtcdError, etcdError, toEtcdError } from './errors.js';
export { LeaseKeeper, type LeaseHome } from './lease-keeper.js';
export { LEASE_SWEEP_MS, READS_SLICE_MS } from './limits.js';
export { LongReads } from './long-reads.js';
export { Proposer } from './proposer.js';
export { ReadIndexQueue } from './read-index.js';
export { LogCache } from '../storage/log-cache.js';

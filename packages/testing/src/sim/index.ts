/** Deterministic simulation of the store: `runSimulation({ seed })`. See docs/internals/simulation.md. */
export * from './linearizability.js';
export * from './packet-network.js';
export * from './register.js';
export * from './sim-clock.js';
export * from './sim-disk.js';
export * from './sim-options.js';
export type { Command, Operation, Outcome } from './sim-state.js';
export * from './simulation.js';

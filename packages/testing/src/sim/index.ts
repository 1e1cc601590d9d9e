/** Deterministic simulation of the store: `runSimulation({ seed })`. See docs/internals/simulation.md. */
export * from './bug-hunt.js';
export * from './known-catches.js';
export * from './packet-network.js';
export * from './planted-bugs.js';
export * from './sim-clock.js';
export * from './sim-options.js';
export * from './simulation.js';

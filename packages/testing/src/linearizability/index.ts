/**
 * Checkers of what clients saw, for simulations and for tests with real processes: pure, on plain data.
 *
 * ```ts
 * const history = new KvHistory();
 * const call = history.call('c1', { kind: 'put', key: 'a', value: '1' });   // before it is sent
 * call.answered({ revision: 2 });       // or call.withdraw() when it was refused; never = unknown outcome
 * const verdict = checkKvHistory(history.calls, { revisions: true });       // 'illegal' comes with a counterexample
 *
 * const log = new EventLog();           // what really happened: log.add(revision, events) from one complete watch
 * checkWatch({ name, request, responses }, log);                            // violations by guarantee
 * checkSerializableReads(reads, log);
 * ```
 */
export * from './checker.js';
export * from './counterexample.js';
export * from './event-log.js';
export * from './kv-check.js';
export * from './kv-history.js';
export * from './kv-model.js';
export * from './limits.js';
export * from './serializable-check.js';
export * from './watch-check.js';

/**
 * The multi-version store: etcd's data model, pure and synchronous. How the shell uses it:
 *
 * ```ts
 * const store = new MvccStore(stateDb, { leases: lessor });     // stateDb: any KvBackend
 * for await (const records of stateDb.scan(MVCC_PREFIX)) for (const [key, value] of records) store.restoreRecord(key, value);
 * store.finishRestore();                                        // leases must be in the lessor by now
 * const watches = new WatchableStore(store);                    // hears of every commit by itself
 *
 * checkRequest(request, { maxTxnOps });      // before proposing: throws MvccError with etcd's text
 * const result = applyRequest(store, request);// when committed, in log order; MvccError = refused, nothing changed
 * deleteKeys(store, lessor.revoke(id));       // LeaseRevoke: one revision
 * range(store, request);                      // a read outside the log (linearizable after ReadIndex, or serializable)
 *
 * const watcher = watches.watch({ key, rangeEnd, startRevision, onReady: (w) => pump(w) });
 * while (writable && (batch = watcher.take()) !== undefined) …  // undefined = nothing now, onReady tells again
 * watches.syncSlice();                        // while it returns true call again, yielding between; then every 100 ms
 * store.compactSlice();                       // likewise while it returns true, after a compact request or a restore
 * ```
 * Every call but the iterations above is atomic; nothing here waits. Batches of a watcher never split a revision.
 */
export * from './apply.js';
export * from './byte-string.js';
export * from './check-request.js';
export * from './commit.js';
export * from './counts.js';
export * from './crc32c.js';
export * from './key-index.js';
export * from './key-range.js';
export * from './limits.js';
export * from './range.js';
export * from './request.js';
export { RestoredHistory } from './restored-history.js';
export * from './sorted-map.js';
export * from './store.js';
export * from './types.js';
export * from './watchable-store.js';
export * from './watcher.js';
export type { WriteTxn } from './write-txn.js';
export {
  COMPACTED_KEY,
  decodeCompacted,
  decodeStoredRecord,
  decodeStoredRevision,
  encodePut,
  encodeRecordKey,
  encodeRevision,
  encodeTombstone,
  MVCC_PREFIX,
} from './record-codec.js';

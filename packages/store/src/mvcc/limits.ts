/** Limits of the multi-version store. Names end in their unit. */

/** etcd's `--max-txn-ops`: operations of one transaction, nested ones counted down the path. */
export const MAX_TXN_OPS_DEFAULT = 128;
/** Transactions inside transactions: what may recurse has an end, whatever `--max-txn-ops` is. */
export const TXN_DEPTH_MAX = 128;
/** Keys that one slice of a deletion or of a read looks at. */
export const WORK_SLICE_KEYS = 256;
/** Keys of the index that one slice of a compaction looks at. */
export const COMPACTION_SLICE_KEYS = 1000;
/** Records that one slice of a compaction deletes: one key may have any number of them. */
export const COMPACTION_SLICE_RECORDS = 1000;
/** Revisions that one slice of the watch replay reads. */
export const WATCH_SYNC_SLICE_REVISIONS = 1000;
/** Bytes of keys and values after which a slice of the watch replay ends early. */
export const WATCH_SYNC_SLICE_BYTES = 4 * 1024 * 1024;
/** Watchers that one slice of the watch replay serves. */
export const WATCH_SYNC_SLICE_WATCHERS = 512;
/** Events that wait for one watcher before it counts as slow. One revision may exceed it: it is never split. */
export const WATCHER_BUFFER_EVENTS = 1024;
/** Bytes that wait for one watcher before it counts as slow. */
export const WATCHER_BUFFER_BYTES = 4 * 1024 * 1024;
/** Events handed out by one `take()`, unless a single revision has more. */
export const WATCH_BATCH_EVENTS = 512;
/** Bytes handed out by one `take()`, unless a single revision has more. */
export const WATCH_BATCH_BYTES = 1024 * 1024;

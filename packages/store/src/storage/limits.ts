/** Limits of the storage. Names end in their unit. */

/** Records that one read of a scan takes from LevelDB. */
export const SCAN_BATCH_RECORDS = 500;
/** Bytes after which a read of a scan ends early. */
export const SCAN_BATCH_BYTES = 1024 * 1024;
/** A chunk of a snapshot on its way to a follower. */
export const SNAPSHOT_CHUNK_BYTES = 1024 * 1024;
/** One record of a snapshot: more than any request may have. A stream that announces a larger one is refused. */
export const SNAPSHOT_RECORD_BYTES_MAX = 256 * 1024 * 1024;
/** Records deleted in one batch when an old generation or a prefix of the log goes away. */
export const DELETE_BATCH_RECORDS = 2000;
/** LevelDB's block cache. */
export const CACHE_BYTES = 32 * 1024 * 1024;
/** LevelDB's memtable. */
export const WRITE_BUFFER_BYTES = 8 * 1024 * 1024;

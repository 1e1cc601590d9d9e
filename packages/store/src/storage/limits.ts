/** Limits of the storage. Names end in their unit. */

/** Records that one read of a scan takes from LevelDB. */
export const SCAN_BATCH_RECORDS = 1000;
/** Bytes after which a read of a scan ends early. */
export const SCAN_BATCH_BYTES = 1024 * 1024;
/** A chunk of a snapshot on its way to a follower. */
export const SNAPSHOT_CHUNK_BYTES = 1024 * 1024;
/** One record of a snapshot: more than any request may have. A stream that announces a larger one is refused. */
export const SNAPSHOT_RECORD_BYTES_MAX = 256 * 1024 * 1024;
/** Records deleted in one batch when an old generation or a prefix of the log goes away. */
export const DELETE_BATCH_RECORDS = 2000;
/** LevelDB's block cache. */
export const CACHE_BYTES = 8 * 1024 * 1024;
/** LevelDB's memtable. */
export const WRITE_BUFFER_BYTES = 4 * 1024 * 1024;
/** Pages of a bbolt file that go out in one write. */
export const BOLT_WRITE_BYTES = 1024 * 1024;
/** One run of pages of a bbolt file: it holds one record, more than any request may have. A longer one is refused. */
export const BOLT_RUN_BYTES_MAX = 256 * 1024 * 1024;
/** Levels of a tree in a bbolt file: eight hold more pages than there are. */
export const BOLT_DEPTH_MAX = 32;
/** Records of one batch that are given to LevelDB in one turn. */
export const BATCH_SLICE_RECORDS = 4096;

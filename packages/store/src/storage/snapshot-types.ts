/** The two ends of a snapshot between members: {@link StateDb.exportSnapshot}, {@link StateDb.beginInstall}. */
import type { SnapshotMetadata } from '../raft/types.js';
import type { Applied } from './state-db.js';

export interface SnapshotExport extends AsyncIterable<Uint8Array> {
  /** What the snapshot contains; make the raft snapshot's metadata from it. */
  readonly applied: Applied;
  /** To be called when done, also after a failure. */
  close(): Promise<void>;
}

/** A snapshot on its way in, beside the state in use. Ends with `commit` or `abort`. */
export interface SnapshotInstall {
  /** The chunks of an export, in order. Rejects with `badSnapshot` when they are not. */
  write(chunk: Uint8Array): Promise<void>;
  /** Every chunk came: ready to commit. */
  readonly isComplete: boolean;
  /** Puts it into use, in one synced write. Whatever was buffered or applied before is gone; restore mvcc anew. */
  commit(metadata: SnapshotMetadata): Promise<void>;
  abort(): Promise<void>;
}

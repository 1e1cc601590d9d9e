import type { ConfState, LogIndex, SnapshotMetadata, Term } from '../raft/types.js';
import type { Identity } from './types.js';

/** Skeleton; see index.ts. How far the state machine is, written in the same batch as what was applied. */
export interface Applied {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState;
}

export type StoredRecord = readonly [key: Uint8Array, value: Uint8Array];

export interface SnapshotExport extends AsyncIterable<Uint8Array> {
  /** What the snapshot contains; make the raft snapshot's metadata from it. */
  readonly applied: Applied;
  close(): Promise<void>;
}

export interface SnapshotInstall {
  write(chunk: Uint8Array): Promise<void>;
  commit(metadata: SnapshotMetadata): Promise<void>;
  abort(): Promise<void>;
}

/** Satisfies mvcc's KvBackend. First byte of a key: 'k' and 'm' are mvcc's, 'l' leases'; any other is the shell's. */
export class StateDb {
  static open(_dir: string, _identity: Identity): Promise<StateDb> {
    throw new Error('not built yet');
  }

  /** Index 0 and an empty ConfState on a fresh directory. */
  get applied(): Applied {
    throw new Error('not built yet');
  }

  get(_key: Uint8Array): Uint8Array | undefined {
    throw new Error('not built yet');
  }

  put(_key: Uint8Array, _value: Uint8Array): void {
    throw new Error('not built yet');
  }

  delete(_key: Uint8Array): void {
    throw new Error('not built yet');
  }

  /** Writes all that was put and deleted since the last call, and how far that is, as one batch. */
  flush(_applied: Applied, _options?: { sync?: boolean }): Promise<void> {
    throw new Error('not built yet');
  }

  /** Makes all that was flushed durable. */
  sync(): Promise<void> {
    throw new Error('not built yet');
  }

  /** Batches of flushed records whose key starts with `prefix`, in key order. */
  scan(_prefix: Uint8Array): AsyncIterable<readonly StoredRecord[]> {
    throw new Error('not built yet');
  }

  /** A frozen view of what is flushed now. */
  exportSnapshot(): SnapshotExport {
    throw new Error('not built yet');
  }

  beginInstall(): SnapshotInstall {
    throw new Error('not built yet');
  }

  /** About how many bytes it takes on disk. */
  sizeBytes(): Promise<number> {
    throw new Error('not built yet');
  }

  close(): Promise<void> {
    throw new Error('not built yet');
  }
}

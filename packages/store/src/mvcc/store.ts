import type { KvBackend, LeaseBook, Revision } from './types.js';

/** Skeleton; see index.ts. */
export interface MvccStoreOptions {
  readonly leases?: LeaseBook;
}

export class MvccStore {
  constructor(
    protected readonly backend: KvBackend,
    protected readonly options: MvccStoreOptions = {},
  ) {}

  get currentRevision(): Revision {
    throw new Error('not built yet');
  }

  get compactRevision(): Revision {
    throw new Error('not built yet');
  }

  /** Feed every stored record (prefix {@link MVCC_PREFIX}) in key order, then {@link finishRestore}. */
  restoreRecord(_key: Uint8Array, _value: Uint8Array): void {
    throw new Error('not built yet');
  }

  finishRestore(): void {
    throw new Error('not built yet');
  }

  /** Removes a bounded number of compacted records; true while there are more. */
  compactSlice(_keysMax?: number): boolean {
    throw new Error('not built yet');
  }

  /** HashKV: a checksum of all versions up to `revision` (0 = current) that are not compacted. */
  hash(_revision: number): { hash: number; revision: Revision; compactRevision: Revision } {
    throw new Error('not built yet');
  }
}

/** What both databases share: who the directory belongs to, and how a refusal is told. */

/** A directory belongs to one member of one cluster, for good. */
export interface Identity {
  readonly clusterId: bigint;
  readonly memberId: bigint;
}

export type StorageErrorCode =
  'wrongIdentity' | 'unknownFormat' | 'corrupt' | 'writeFailed' | 'badSnapshot' | 'busy' | 'locked';

/**
 * A refusal of the storage. Any of them is fatal to the member, except `badSnapshot` and `busy` (the transfer is to be repeated).
 * On `wrongIdentity`, `unknownFormat` and `corrupt` nothing on disk was touched.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    readonly code: StorageErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What may follow a colon in the text of an error about a damaged directory. */
export const RESTORE_ADVICE =
  'restore the data directory as a whole, as the member last left it, or replace the member (etcdctl member remove, then member add, then a start with an empty directory and --initial-cluster-state=existing)';

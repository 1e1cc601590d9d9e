/**
 * The words of the multi-version store. Names and meaning are etcd's (`mvccpb`, `server/storage/mvcc`); data only.
 *
 * A revision orders every change of the store: `main` grows by one with each mutating request, `sub` counts the
 * changes inside it. Clients see `main` only.
 */
import { assert } from '@kuorum/base';

declare const revisionBrand: unique symbol;

/** Number of a mutating request, from 2 on; a fresh store is at 1, as in etcd. 0 asks for "the current one". */
export type Revision = number & { readonly [revisionBrand]: true };

export function asRevision(value: number): Revision {
  assert(Number.isSafeInteger(value), `a revision must be a safe integer: ${value}`);
  assert(value >= 0, `a revision must not be negative: ${value}`);
  return value as Revision;
}

export const REVISION_NONE = 0 as Revision;
/** Where a fresh store starts. */
export const REVISION_FIRST = 1 as Revision;

/** Lease id 0 = no lease. */
export const NO_LEASE = 0n;

export interface KeyValue {
  readonly key: Uint8Array;
  /** When this incarnation of the key was created. */
  readonly createRevision: Revision;
  readonly modRevision: Revision;
  /** 1 at creation, one more with each put; a deletion resets it. */
  readonly version: number;
  readonly value: Uint8Array;
  readonly lease: bigint;
}

/** A deletion's `kv` carries only key and modRevision (createRevision, version 0; value empty), as in etcd. */
export interface WatchEvent {
  readonly type: 'put' | 'delete';
  readonly kv: KeyValue;
  /** Only for watchers that asked for it, and only when the old version is not compacted away. */
  readonly prevKv?: KeyValue;
}

/**
 * Where records live. Writes are buffered and visible to `get` at once; the shell flushes them. Keys are the store's
 * own (record-codec.ts), never a client's. Bytes handed in or out must not be changed afterwards by either side.
 */
export interface KvBackend {
  get(key: Uint8Array): Uint8Array | undefined;
  put(key: Uint8Array, value: Uint8Array): void;
  delete(key: Uint8Array): void;
}

/**
 * What the store asks of the leases; `Lessor` satisfies it as it is. Keys come as byte strings (byte-string.ts): one
 * character a byte.
 */
export interface LeaseBook {
  has(lease: bigint): boolean;
  /** 0n when the key has none. */
  leaseOf(key: string): bigint;
  attach(lease: bigint, key: string): void;
  detach(lease: bigint, key: string): void;
}

/** For a store without leases: knows none. */
export const noLeases: LeaseBook = {
  has: () => false,
  leaseOf: () => NO_LEASE,
  attach: () => undefined,
  detach: () => undefined,
};

export interface StoreHash {
  readonly hash: number;
  readonly revision: Revision;
  readonly compactRevision: Revision;
}

export type MvccErrorCode =
  | 'compacted'
  | 'futureRevision'
  | 'emptyKey'
  | 'keyNotFound'
  | 'valueProvided'
  | 'leaseProvided'
  | 'leaseNotFound'
  | 'tooManyOps'
  | 'duplicateKey'
  | 'invalidSortOption';

/** etcd's texts, part of the wire contract (`api/v3rpc/rpctypes/error.go`). */
const errorText: Readonly<Record<MvccErrorCode, string>> = {
  compacted: 'etcdserver: mvcc: required revision has been compacted',
  futureRevision: 'etcdserver: mvcc: required revision is a future revision',
  emptyKey: 'etcdserver: key is not provided',
  keyNotFound: 'etcdserver: key not found',
  valueProvided: 'etcdserver: value is provided',
  leaseProvided: 'etcdserver: lease is provided',
  leaseNotFound: 'etcdserver: requested lease not found',
  tooManyOps: 'etcdserver: too many operations in txn request',
  duplicateKey: 'etcdserver: duplicate key given in txn request',
  invalidSortOption: 'etcdserver: invalid sort option',
};

/** An expected refusal: nothing was changed. `message` is etcd's text; the shell maps `code` to a gRPC status. */
export class MvccError extends Error {
  override readonly name = 'MvccError';

  constructor(readonly code: MvccErrorCode) {
    super(errorText[code]);
  }
}

/** The stored records are not a history that this store can have written: some were lost, or damaged. Fatal. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError';

  constructor(reason: string) {
    super(`Cannot restore the store as ${reason}: its directory lost writes or is damaged`);
  }
}

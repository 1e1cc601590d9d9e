/**
 * Requests to the store and their results as plain data: etcd's `InternalRaftRequest` shapes without the wire. They
 * are what the raft log carries (the shell encodes them) and what {@link applyRequest} executes.
 *
 * `rangeEnd`: absent or empty = the one key; "\0" = every key ≥ key; else the half-open range [key, rangeEnd).
 * Revisions and limits that a client sent are plain numbers here; 0 or absent = current, no limit.
 */
import type { KeyValue, Revision } from './types.js';

export type SortOrder = 'none' | 'ascend' | 'descend';
export type SortTarget = 'key' | 'version' | 'create' | 'mod' | 'value';

export interface RangeRequest {
  readonly kind: 'range';
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  readonly limit?: number | undefined;
  readonly revision?: number | undefined;
  readonly sortOrder?: SortOrder | undefined;
  readonly sortTarget?: SortTarget | undefined;
  readonly keysOnly?: boolean | undefined;
  readonly countOnly?: boolean | undefined;
  readonly minModRevision?: number | undefined;
  readonly maxModRevision?: number | undefined;
  readonly minCreateRevision?: number | undefined;
  readonly maxCreateRevision?: number | undefined;
}

export interface PutRequest {
  readonly kind: 'put';
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly lease?: bigint | undefined;
  readonly prevKv?: boolean | undefined;
  /** Keep the value that is there: the key must exist. */
  readonly ignoreValue?: boolean | undefined;
  readonly ignoreLease?: boolean | undefined;
}

export interface DeleteRangeRequest {
  readonly kind: 'deleteRange';
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  readonly prevKv?: boolean | undefined;
}

export type CompareResult = 'equal' | 'greater' | 'less' | 'notEqual';

/** True when every key of the range compares; an absent key has version, revisions and lease 0, and never a value. */
export interface Compare {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  readonly result: CompareResult;
  readonly target: CompareTarget;
}

export type CompareTarget =
  | { readonly field: 'version' | 'create' | 'mod'; readonly number: number }
  | { readonly field: 'value'; readonly value: Uint8Array }
  | { readonly field: 'lease'; readonly lease: bigint };

export interface TxnRequest {
  readonly kind: 'txn';
  readonly compare: readonly Compare[];
  readonly success: readonly TxnOp[];
  readonly failure: readonly TxnOp[];
}

export type TxnOp = RangeRequest | PutRequest | DeleteRangeRequest | TxnRequest;

export interface CompactRequest {
  readonly kind: 'compact';
  readonly revision: number;
}

export type StoreRequest = TxnOp | CompactRequest;

/** `revision` is what goes into the response header. */
export interface RangeResult {
  readonly kind: 'range';
  readonly revision: Revision;
  readonly kvs: readonly KeyValue[];
  /** Keys in the range, whatever limit and filters say. */
  readonly count: number;
  readonly more: boolean;
}

export interface PutResult {
  readonly kind: 'put';
  readonly revision: Revision;
  readonly prevKv?: KeyValue;
}

export interface DeleteRangeResult {
  readonly kind: 'deleteRange';
  readonly revision: Revision;
  readonly deleted: number;
  readonly prevKvs: readonly KeyValue[];
}

export interface TxnResult {
  readonly kind: 'txn';
  readonly revision: Revision;
  readonly succeeded: boolean;
  readonly responses: readonly TxnOpResult[];
}

export type TxnOpResult = RangeResult | PutResult | DeleteRangeResult | TxnResult;

/** The revision is unreadable from now on; the old records go away in slices (`MvccStore.compactSlice`). */
export interface CompactResult {
  readonly kind: 'compact';
  readonly revision: Revision;
}

export type StoreResult = TxnOpResult | CompactResult;

/** The result type that belongs to a request type. */
export type ResultOf<R extends StoreRequest> = Extract<StoreResult, { readonly kind: R['kind'] }>;

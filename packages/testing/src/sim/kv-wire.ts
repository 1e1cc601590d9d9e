/** What clients say, as requests to the store, and its results as they see them. */
import { type Slices, utf8 } from '@kuorum/base';
import { type Compare, type RangeRequest, type StoreResult, type TxnOp, type TxnRequest } from '@kuorum/store/mvcc';
import type { KvAnswer, KvCompare, KvDelete, KvGet, KvOperation, KvPut, KvTxn } from '../linearizability/index.js';
import type { SimState } from './sim-state.js';
import { seenKv } from './watch-pump.js';

export type StoreOperation = Exclude<KvOperation, { readonly kind: 'revoke' }>;

export function requestOf(operation: KvGet): RangeRequest;
export function requestOf(operation: KvGet | KvTxn): RangeRequest | TxnRequest;
export function requestOf(operation: StoreOperation): TxnOp;
export function requestOf(operation: StoreOperation): TxnOp {
  switch (operation.kind) {
    case 'put':
      return putOf(operation);
    case 'get':
      return { kind: 'range', ...keysOf(operation) };
    case 'delete':
      return { kind: 'deleteRange', ...keysOf(operation) };
    case 'txn':
      return txnOf(operation);
  }
}

function putOf({ key, value, lease }: KvPut): TxnOp {
  return { kind: 'put', key: utf8(key), value: utf8(value), lease };
}

function keysOf({ key, end }: KvGet | KvDelete): {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array | undefined;
} {
  return { key: utf8(key), rangeEnd: end === undefined ? undefined : utf8(end) };
}

function txnOf({ compare, success, failure }: KvTxn): TxnRequest {
  return {
    kind: 'txn',
    compare: compare.map(compareOf),
    success: success.map((operation) => requestOf(operation)),
    failure: failure.map((operation) => requestOf(operation)),
  };
}

function compareOf({ key, target, result }: KvCompare): Compare {
  const wanted =
    target.field === 'value' ? { field: target.field, value: utf8(target.value) } : { ...target, field: target.field };
  return { key: utf8(key), result, target: wanted };
}

/** With the revision of the header, which is the whole answer's. */
export function answerOf(result: StoreResult): KvAnswer {
  return { ...partOf(result), revision: result.revision };
}

function partOf(result: StoreResult): KvAnswer {
  switch (result.kind) {
    case 'range':
      return { kvs: result.kvs.map(seenKv) };
    case 'deleteRange':
      return { deleted: result.deleted };
    case 'txn':
      return { succeeded: result.succeeded, responses: result.responses.map(partOf) };
    case 'put':
    case 'compact':
      return {};
  }
}

/** What a read, or a transaction that only reads, shows from its first slice on. */
export function* readFrom(state: SimState, operation: KvGet | KvTxn): Slices<KvAnswer> {
  return answerOf(yield* state.read(requestOf(operation)));
}

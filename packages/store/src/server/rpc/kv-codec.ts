/** Between etcd's messages and the plain requests and results of mvcc/: the only place that knows both. */
import { assertNever } from '@kuorum/base';
import { int64ToBigint, toInt64, type etcdserverpb, type mvccpb } from '@kuorum/wire';
import {
  MvccError,
  type Compare,
  type CompareTarget,
  type DeleteRangeRequest,
  type DeleteRangeResult,
  type KeyValue,
  type PutRequest,
  type PutResult,
  type RangeRequest,
  type RangeResult,
  type TxnOp,
  type TxnOpResult,
  type TxnRequest,
  type TxnResult,
  type WatchEvent,
} from '../../mvcc/index.js';
import { invalidArgument } from '../errors.js';
import { saturate } from './saturate.js';

const sortOrders = { NONE: 'none', ASCEND: 'ascend', DESCEND: 'descend' } as const;
const sortTargets = { KEY: 'key', VERSION: 'version', CREATE: 'create', MOD: 'mod', VALUE: 'value' } as const;
const compareResults = { EQUAL: 'equal', GREATER: 'greater', LESS: 'less', NOT_EQUAL: 'notEqual' } as const;

/** Negative limits and revisions of a client mean "none", as in etcd. */
function count(value: string): number {
  return Math.max(0, saturate(value));
}

export function decodeRange(request: etcdserverpb.RangeRequest__Output): RangeRequest {
  return {
    kind: 'range',
    key: request.key,
    rangeEnd: request.range_end,
    limit: count(request.limit),
    revision: count(request.revision),
    sortOrder: sortOption(sortOrders, request.sort_order),
    sortTarget: sortOption(sortTargets, request.sort_target),
    keysOnly: request.keys_only,
    countOnly: request.count_only,
    minModRevision: count(request.min_mod_revision),
    maxModRevision: count(request.max_mod_revision),
    minCreateRevision: count(request.min_create_revision),
    maxCreateRevision: count(request.max_create_revision),
  };
}

export function decodePut(request: etcdserverpb.PutRequest__Output): PutRequest {
  return {
    kind: 'put',
    key: request.key,
    value: request.value,
    lease: int64ToBigint(request.lease),
    prevKv: request.prev_kv,
    ignoreValue: request.ignore_value,
    ignoreLease: request.ignore_lease,
  };
}

export function decodeDeleteRange(request: etcdserverpb.DeleteRangeRequest__Output): DeleteRangeRequest {
  return { kind: 'deleteRange', key: request.key, rangeEnd: request.range_end, prevKv: request.prev_kv };
}

export function decodeTxn(request: etcdserverpb.TxnRequest__Output): TxnRequest {
  return {
    kind: 'txn',
    compare: request.compare.map(decodeCompare),
    success: request.success.map(decodeOp),
    failure: request.failure.map(decodeOp),
  };
}

function decodeOp(op: etcdserverpb.RequestOp__Output): TxnOp {
  if (op.request_range) return decodeRange(op.request_range);
  if (op.request_put) return decodePut(op.request_put);
  if (op.request_delete_range) return decodeDeleteRange(op.request_delete_range);
  if (op.request_txn) return decodeTxn(op.request_txn);
  // An operation of no kind: etcd's words for it.
  throw new MvccError('keyNotFound');
}

function decodeCompare(compare: etcdserverpb.Compare__Output): Compare {
  const rangeEnd = compare.range_end;
  return { key: compare.key, rangeEnd, result: known(compareResults, compare.result), target: decodeTarget(compare) };
}

/** The target says what is compared; a value of another kind than the target counts as zero, as in etcd. */
function decodeTarget(compare: etcdserverpb.Compare__Output): CompareTarget {
  switch (compare.target) {
    case 'VERSION':
      return { field: 'version', number: saturate(compare.version ?? 0) };
    case 'CREATE':
      return { field: 'create', number: saturate(compare.create_revision ?? 0) };
    case 'MOD':
      return { field: 'mod', number: saturate(compare.mod_revision ?? 0) };
    case 'VALUE':
      return { field: 'value', value: compare.value ?? Buffer.alloc(0) };
    case 'LEASE':
      return { field: 'lease', lease: int64ToBigint(compare.lease ?? 0) };
    default:
      throw invalidArgument(`unknown compare target ${String(compare.target)}`);
  }
}

function known<K extends string, V>(table: Readonly<Record<K, V>>, name: K): V {
  const found = table[name];
  // Proto3 lets numbers through that the enum does not have: then there is no name either.
  if (found === undefined) throw invalidArgument(`unknown enum value ${String(name)}`);
  return found;
}

function sortOption<K extends string, V>(table: Readonly<Record<K, V>>, name: K): V {
  const found = table[name];
  if (found === undefined) throw new MvccError('invalidSortOption');
  return found;
}

export function encodeKeyValue(kv: KeyValue): mvccpb.KeyValue {
  return {
    key: buffer(kv.key),
    create_revision: kv.createRevision,
    mod_revision: kv.modRevision,
    version: kv.version,
    value: buffer(kv.value),
    lease: kv.lease === 0n ? 0 : toInt64(kv.lease),
  };
}

/** The same object for the same event, however many watch it: it is encoded to bytes once. */
export function encodeEvent(event: WatchEvent): mvccpb.Event {
  let message = eventMessages.get(event);
  if (message === undefined) {
    message = eventMessage(event);
    eventMessages.set(event, message);
  }
  return message;
}

const eventMessages = new WeakMap<WatchEvent, mvccpb.Event>();

function eventMessage(event: WatchEvent): mvccpb.Event {
  return {
    type: event.type === 'put' ? 'PUT' : 'DELETE',
    kv: encodeKeyValue(event.kv),
    prev_kv: event.prevKv === undefined ? null : encodeKeyValue(event.prevKv),
  };
}

type Header = etcdserverpb.ResponseHeader;

export function encodeRange(result: RangeResult, header: Header): etcdserverpb.RangeResponse {
  return { header, kvs: result.kvs.map(encodeKeyValue), more: result.more, count: result.count };
}

export function encodePut(result: PutResult, header: Header): etcdserverpb.PutResponse {
  return { header, prev_kv: result.prevKv === undefined ? null : encodeKeyValue(result.prevKv) };
}

export function encodeDeleteRange(result: DeleteRangeResult, header: Header): etcdserverpb.DeleteRangeResponse {
  return { header, deleted: result.deleted, prev_kvs: result.prevKvs.map(encodeKeyValue) };
}

export function encodeTxn(result: TxnResult, header: Header): etcdserverpb.TxnResponse {
  return { header, succeeded: result.succeeded, responses: result.responses.map(encodeOp) };
}

/** Inside a transaction etcd's headers carry the revision alone, and that of a nested transaction not even that. */
function encodeOp(result: TxnOpResult): etcdserverpb.ResponseOp {
  const header = { revision: result.revision };
  switch (result.kind) {
    case 'range':
      return { response_range: encodeRange(result, header) };
    case 'put':
      return { response_put: encodePut(result, header) };
    case 'deleteRange':
      return { response_delete_range: encodeDeleteRange(result, header) };
    case 'txn':
      return { response_txn: encodeTxn(result, {}) };
    default:
      return assertNever(result);
  }
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

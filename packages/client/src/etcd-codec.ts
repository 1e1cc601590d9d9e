/** Between the etcd client's own types and the messages of the wire. The only place that builds etcd messages. */
import { assertNever, mustGet } from '@kuorum/base';
import { int64ToBigint, int64ToNumber, toInt64, type etcdserverpb, type mvccpb } from '@kuorum/wire';
import type {
  EtcdCompare,
  EtcdDeleteRangeRequest,
  EtcdDeleteRangeResult,
  EtcdEvent,
  EtcdKeyValue,
  EtcdOp,
  EtcdOpResult,
  EtcdPutRequest,
  EtcdPutResult,
  EtcdRangeRequest,
  EtcdRangeResult,
  EtcdTxnRequest,
  EtcdTxnResult,
} from './etcd-types.js';

/** proto-loader takes a string for a `bytes` field as base64, so only Buffers go in. Shares memory with `bytes`. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function revisionOf(header: { readonly revision: string } | null): number {
  return header === null ? 0 : int64ToNumber(header.revision);
}

export function encodeRange(request: EtcdRangeRequest): etcdserverpb.RangeRequest {
  return {
    key: bufferOf(request.key),
    ...(request.rangeEnd === undefined ? {} : { range_end: bufferOf(request.rangeEnd) }),
    limit: request.limit ?? 0,
    revision: request.revision ?? 0,
    serializable: request.serializable ?? false,
    keys_only: request.keysOnly ?? false,
    count_only: request.countOnly ?? false,
  };
}

export function encodePut(request: EtcdPutRequest): etcdserverpb.PutRequest {
  return {
    key: bufferOf(request.key),
    value: bufferOf(request.value),
    lease: toInt64(request.lease ?? 0n),
    prev_kv: request.prevKv ?? false,
  };
}

export function encodeDeleteRange(request: EtcdDeleteRangeRequest): etcdserverpb.DeleteRangeRequest {
  return {
    key: bufferOf(request.key),
    ...(request.rangeEnd === undefined ? {} : { range_end: bufferOf(request.rangeEnd) }),
    prev_kv: request.prevKv ?? false,
  };
}

export function encodeTxn(request: EtcdTxnRequest): etcdserverpb.TxnRequest {
  return {
    compare: request.compare.map(encodeCompare),
    success: request.success.map(encodeOp),
    failure: (request.failure ?? []).map(encodeOp),
  };
}

const compareResults = { '=': 'EQUAL', '!=': 'NOT_EQUAL', '<': 'LESS', '>': 'GREATER' } as const;

function encodeCompare(compare: EtcdCompare): etcdserverpb.Compare {
  const common = {
    key: bufferOf(compare.key),
    result: compareResults[compare.result],
    ...(compare.rangeEnd === undefined ? {} : { range_end: bufferOf(compare.rangeEnd) }),
  };
  switch (compare.target) {
    case 'version':
      return { ...common, target: 'VERSION', version: compare.value };
    case 'create':
      return { ...common, target: 'CREATE', create_revision: compare.value };
    case 'mod':
      return { ...common, target: 'MOD', mod_revision: compare.value };
    case 'value':
      return { ...common, target: 'VALUE', value: bufferOf(compare.value) };
    case 'lease':
      return { ...common, target: 'LEASE', lease: toInt64(compare.value) };
    default:
      return assertNever(compare);
  }
}

function encodeOp(op: EtcdOp): etcdserverpb.RequestOp {
  switch (op.op) {
    case 'range':
      return { request_range: encodeRange(op) };
    case 'put':
      return { request_put: encodePut(op) };
    case 'deleteRange':
      return { request_delete_range: encodeDeleteRange(op) };
    default:
      return assertNever(op);
  }
}

export function decodeKeyValue(kv: mvccpb.KeyValue__Output): EtcdKeyValue {
  return {
    key: kv.key,
    value: kv.value,
    createRevision: int64ToNumber(kv.create_revision),
    modRevision: int64ToNumber(kv.mod_revision),
    version: int64ToNumber(kv.version),
    lease: int64ToBigint(kv.lease),
  };
}

export function decodeRange(response: etcdserverpb.RangeResponse__Output): EtcdRangeResult {
  return {
    revision: revisionOf(response.header),
    kvs: response.kvs.map(decodeKeyValue),
    more: response.more,
    count: int64ToNumber(response.count),
  };
}

export function decodePut(response: etcdserverpb.PutResponse__Output): EtcdPutResult {
  return {
    revision: revisionOf(response.header),
    ...(response.prev_kv === null ? {} : { prevKv: decodeKeyValue(response.prev_kv) }),
  };
}

export function decodeDeleteRange(response: etcdserverpb.DeleteRangeResponse__Output): EtcdDeleteRangeResult {
  return {
    revision: revisionOf(response.header),
    deleted: int64ToNumber(response.deleted),
    prevKvs: response.prev_kvs.map(decodeKeyValue),
  };
}

export function decodeTxn(response: etcdserverpb.TxnResponse__Output): EtcdTxnResult {
  const revision = revisionOf(response.header);
  return {
    revision,
    succeeded: response.succeeded,
    responses: response.responses.map((item) => decodeOpResult(item, revision)),
  };
}

/** The header of an answer within a transaction is the transaction's. */
function decodeOpResult(item: etcdserverpb.ResponseOp__Output, revision: number): EtcdOpResult {
  if (item.response_range) return { op: 'range', ...decodeRange(item.response_range), revision };
  if (item.response_put) return { op: 'put', ...decodePut(item.response_put), revision };
  return {
    op: 'deleteRange',
    ...decodeDeleteRange(mustGet(item.response_delete_range, 'answer of an operation')),
    revision,
  };
}

export function decodeEvent(event: mvccpb.Event__Output): EtcdEvent {
  return {
    type: event.type === 'DELETE' ? 'delete' : 'put',
    kv: decodeKeyValue(mustGet(event.kv, 'key of an event')),
    ...(event.prev_kv === null ? {} : { prevKv: decodeKeyValue(event.prev_kv) }),
  };
}

/** The requests that a busy store gets all the time, as the loader would decode them, in one pass. */
import type { etcdserverpb } from '@kuorum/wire';
import { MalformedMessageError, NESTING_MAX, ProtoReader } from './proto-reader.js';

type Compare = etcdserverpb.Compare__Output;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const EMPTY = Buffer.alloc(0);
const sortOrders = ['NONE', 'ASCEND', 'DESCEND'] as const;
const sortTargets = ['KEY', 'VERSION', 'CREATE', 'MOD', 'VALUE'] as const;
const compareResults = ['EQUAL', 'GREATER', 'LESS', 'NOT_EQUAL'] as const;
const compareTargets = ['VERSION', 'CREATE', 'MOD', 'VALUE', 'LEASE'] as const;

/** A number that the enum does not have stays one, as with the loader: whoever looks it up refuses it. */
function named<T extends string>(names: readonly T[], number: number): T {
  return names[number] ?? (number as unknown as T);
}

export function readRangeRequest(bytes: Buffer): etcdserverpb.RangeRequest__Output {
  return rangeRequest(new ProtoReader(bytes));
}

export function readPutRequest(bytes: Buffer): etcdserverpb.PutRequest__Output {
  return putRequest(new ProtoReader(bytes));
}

export function readDeleteRangeRequest(bytes: Buffer): etcdserverpb.DeleteRangeRequest__Output {
  return deleteRangeRequest(new ProtoReader(bytes));
}

export function readTxnRequest(bytes: Buffer): etcdserverpb.TxnRequest__Output {
  return txnRequest(new ProtoReader(bytes), 0);
}

export function readLeaseKeepAliveRequest(bytes: Buffer): etcdserverpb.LeaseKeepAliveRequest__Output {
  const r = new ProtoReader(bytes);
  let ID = '0';
  for (let field = r.field(); field !== 0; field = r.field()) {
    if (field === 1) ID = r.int64();
    else r.skip();
  }
  return { ID };
}

function rangeRequest(r: ProtoReader): etcdserverpb.RangeRequest__Output {
  const m: Mutable<etcdserverpb.RangeRequest__Output> = {
    key: EMPTY,
    range_end: EMPTY,
    limit: '0',
    revision: '0',
    sort_order: 'NONE',
    sort_target: 'KEY',
    serializable: false,
    keys_only: false,
    count_only: false,
    min_mod_revision: '0',
    max_mod_revision: '0',
    min_create_revision: '0',
    max_create_revision: '0',
  };
  for (let field = r.field(); field !== 0; field = r.field()) {
    if (field === 1) m.key = r.view();
    else if (field === 2) m.range_end = r.view();
    else if (field === 3) m.limit = r.int64();
    else if (field === 4) m.revision = r.int64();
    else if (field === 5) m.sort_order = named(sortOrders, r.enum());
    else if (field === 6) m.sort_target = named(sortTargets, r.enum());
    else if (field === 7) m.serializable = r.bool();
    else if (field === 8) m.keys_only = r.bool();
    else if (field === 9) m.count_only = r.bool();
    else if (field === 10) m.min_mod_revision = r.int64();
    else if (field === 11) m.max_mod_revision = r.int64();
    else if (field === 12) m.min_create_revision = r.int64();
    else if (field === 13) m.max_create_revision = r.int64();
    else r.skip();
  }
  return m;
}

function putRequest(r: ProtoReader): etcdserverpb.PutRequest__Output {
  const m: Mutable<etcdserverpb.PutRequest__Output> = {
    key: EMPTY,
    value: EMPTY,
    lease: '0',
    prev_kv: false,
    ignore_value: false,
    ignore_lease: false,
  };
  for (let field = r.field(); field !== 0; field = r.field()) {
    if (field === 1) m.key = r.view();
    else if (field === 2) m.value = r.view();
    else if (field === 3) m.lease = r.int64();
    else if (field === 4) m.prev_kv = r.bool();
    else if (field === 5) m.ignore_value = r.bool();
    else if (field === 6) m.ignore_lease = r.bool();
    else r.skip();
  }
  return m;
}

function deleteRangeRequest(r: ProtoReader): etcdserverpb.DeleteRangeRequest__Output {
  const m: Mutable<etcdserverpb.DeleteRangeRequest__Output> = { key: EMPTY, range_end: EMPTY, prev_kv: false };
  for (let field = r.field(); field !== 0; field = r.field()) {
    if (field === 1) m.key = r.view();
    else if (field === 2) m.range_end = r.view();
    else if (field === 3) m.prev_kv = r.bool();
    else r.skip();
  }
  return m;
}

function txnRequest(r: ProtoReader, depth: number): etcdserverpb.TxnRequest__Output {
  if (depth >= NESTING_MAX) throw new MalformedMessageError('transactions nest too deep');
  const m: etcdserverpb.TxnRequest__Output = { compare: [], success: [], failure: [] };
  for (let field = r.field(); field !== 0; field = r.field()) {
    if (field === 1) m.compare.push(compare(r.message()));
    else if (field === 2) m.success.push(requestOp(r.message(), depth));
    else if (field === 3) m.failure.push(requestOp(r.message(), depth));
    else r.skip();
  }
  return m;
}

function requestOp(r: ProtoReader, depth: number): etcdserverpb.RequestOp__Output {
  const m: Mutable<etcdserverpb.RequestOp__Output> = {};
  for (let field = r.field(); field !== 0; field = r.field()) {
    if (field === 1) m.request_range = rangeRequest(r.message());
    else if (field === 2) m.request_put = putRequest(r.message());
    else if (field === 3) m.request_delete_range = deleteRangeRequest(r.message());
    else if (field === 4) m.request_txn = txnRequest(r.message(), depth + 1);
    else r.skip();
  }
  return m;
}

function compare(r: ProtoReader): Compare {
  const m: Mutable<Compare> = { result: 'EQUAL', target: 'VERSION', key: EMPTY, range_end: EMPTY };
  for (let field = r.field(); field !== 0; field = r.field()) {
    if (field === 1) m.result = named(compareResults, r.enum());
    else if (field === 2) m.target = named(compareTargets, r.enum());
    else if (field === 3) m.key = r.view();
    else if (field === 4) m.version = r.int64();
    else if (field === 5) m.create_revision = r.int64();
    else if (field === 6) m.mod_revision = r.int64();
    else if (field === 7) m.value = r.view();
    else if (field === 8) m.lease = r.int64();
    else if (field === 64) m.range_end = r.view();
    else r.skip();
  }
  return m;
}

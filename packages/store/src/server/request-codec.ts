/** Requests to the multi-version store (mvcc/request.ts) as the raft log carries them. */
import { assertNever } from '@kuorum/base';
import {
  TXN_DEPTH_MAX,
  type Compare,
  type CompareResult,
  type CompareTarget,
  type DeleteRangeRequest,
  type PutRequest,
  type RangeRequest,
  type SortOrder,
  type SortTarget,
  type StoreRequest,
  type TxnOp,
} from '../mvcc/index.js';
import { MalformedRecordError, type ByteReader, type ByteWriter } from './byte-io.js';

/** Positions are numbers in the log: append only. */
const kinds: readonly StoreRequest['kind'][] = ['range', 'put', 'deleteRange', 'txn', 'compact'];
const sortOrders: readonly SortOrder[] = ['none', 'ascend', 'descend'];
const sortTargets: readonly SortTarget[] = ['key', 'version', 'create', 'mod', 'value'];
const compareResults: readonly CompareResult[] = ['equal', 'greater', 'less', 'notEqual'];
const compareFields: readonly CompareTarget['field'][] = ['version', 'create', 'mod', 'value', 'lease'];

const none = new Uint8Array(0);

export function writeRequest(w: ByteWriter, request: StoreRequest): void {
  w.u8(kinds.indexOf(request.kind));
  switch (request.kind) {
    case 'range':
      writeRange(w, request);
      return;
    case 'put':
      w.bytes(request.key)
        .bytes(request.value)
        .id(request.lease ?? 0n);
      w.u8(bits([request.prevKv, request.ignoreValue, request.ignoreLease]));
      return;
    case 'deleteRange':
      w.bytes(request.key)
        .bytes(request.rangeEnd ?? none)
        .u8(bits([request.prevKv]));
      return;
    case 'txn':
      w.list(request.compare, (compare) => writeCompare(w, compare));
      w.list(request.success, (op) => writeRequest(w, op));
      w.list(request.failure, (op) => writeRequest(w, op));
      return;
    case 'compact':
      w.uint(request.revision);
      return;
    default:
      assertNever(request);
  }
}

/** `depth`: how many transactions it is inside of. */
export function readRequest(r: ByteReader, depth = 0): StoreRequest {
  const kind = at(kinds, r.u8());
  switch (kind) {
    case 'range':
      return readRange(r);
    case 'put':
      return readPut(r);
    case 'deleteRange':
      return readDeleteRange(r);
    case 'txn':
      if (depth >= TXN_DEPTH_MAX) throw new MalformedRecordError('Cannot read a request: transactions nest too deep');
      return {
        kind,
        compare: r.list(() => readCompare(r)),
        success: r.list(() => readOp(r, depth + 1)),
        failure: r.list(() => readOp(r, depth + 1)),
      };
    case 'compact':
      return { kind, revision: r.uint() };
    default:
      return assertNever(kind);
  }
}

function readOp(r: ByteReader, depth: number): TxnOp {
  const request = readRequest(r, depth);
  if (request.kind === 'compact') throw new MalformedRecordError('Cannot read a transaction with a compaction inside');
  return request;
}

function writeRange(w: ByteWriter, request: RangeRequest): void {
  w.bytes(request.key).bytes(request.rangeEnd ?? none);
  w.uint(request.limit ?? 0).uint(request.revision ?? 0);
  w.u8(sortOrders.indexOf(request.sortOrder ?? 'none')).u8(sortTargets.indexOf(request.sortTarget ?? 'key'));
  w.u8(bits([request.keysOnly, request.countOnly]));
  w.uint(request.minModRevision ?? 0).uint(request.maxModRevision ?? 0);
  w.uint(request.minCreateRevision ?? 0).uint(request.maxCreateRevision ?? 0);
}

function readRange(r: ByteReader): RangeRequest {
  const [key, rangeEnd, limit, revision] = [r.bytes(), r.bytes(), r.uint(), r.uint()];
  const [sortOrder, sortTarget, flags] = [at(sortOrders, r.u8()), at(sortTargets, r.u8()), r.u8()];
  return {
    kind: 'range',
    key,
    rangeEnd,
    limit,
    revision,
    sortOrder,
    sortTarget,
    keysOnly: bit(flags, 0),
    countOnly: bit(flags, 1),
    minModRevision: r.uint(),
    maxModRevision: r.uint(),
    minCreateRevision: r.uint(),
    maxCreateRevision: r.uint(),
  };
}

function readPut(r: ByteReader): PutRequest {
  const [key, value, lease, flags] = [r.bytes(), r.bytes(), r.signedId(), r.u8()];
  return {
    kind: 'put',
    key,
    value,
    lease,
    prevKv: bit(flags, 0),
    ignoreValue: bit(flags, 1),
    ignoreLease: bit(flags, 2),
  };
}

function readDeleteRange(r: ByteReader): DeleteRangeRequest {
  return { kind: 'deleteRange', key: r.bytes(), rangeEnd: r.bytes(), prevKv: bit(r.u8(), 0) };
}

function writeCompare(w: ByteWriter, compare: Compare): void {
  const { target } = compare;
  w.bytes(compare.key).bytes(compare.rangeEnd ?? none);
  w.u8(compareResults.indexOf(compare.result)).u8(compareFields.indexOf(target.field));
  switch (target.field) {
    case 'version':
    case 'create':
    case 'mod':
      // Clients may compare with a negative number, which no key has: two's complement keeps it negative.
      w.id(BigInt(target.number));
      return;
    case 'value':
      w.bytes(target.value);
      return;
    case 'lease':
      w.id(target.lease);
      return;
    default:
      assertNever(target);
  }
}

function readCompare(r: ByteReader): Compare {
  const [key, rangeEnd] = [r.bytes(), r.bytes()];
  const [result, field] = [at(compareResults, r.u8()), at(compareFields, r.u8())];
  return { key, rangeEnd, result, target: readTarget(r, field) };
}

function readTarget(r: ByteReader, field: CompareTarget['field']): CompareTarget {
  switch (field) {
    case 'version':
    case 'create':
    case 'mod':
      return { field, number: readNumber(r) };
    case 'value':
      return { field, value: r.bytes() };
    case 'lease':
      return { field, lease: r.signedId() };
    default:
      return assertNever(field);
  }
}

function readNumber(r: ByteReader): number {
  const number = Number(r.signedId());
  if (!Number.isSafeInteger(number)) throw new MalformedRecordError('Cannot read a request: a number is beyond 2^53');
  return number;
}

function bits(flags: readonly (boolean | undefined)[]): number {
  return flags.reduce((sum, flag, i) => (flag === true ? sum | (1 << i) : sum), 0);
}

function bit(flags: number, position: number): boolean {
  return (flags & (1 << position)) !== 0;
}

function at<T>(table: readonly T[], position: number): T {
  const found = table[position];
  if (found === undefined) throw new MalformedRecordError(`Cannot read a request: ${position} is out of its table`);
  return found;
}

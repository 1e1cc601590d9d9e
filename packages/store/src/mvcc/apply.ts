/**
 * Executes committed requests, in log order, on every member alike: nothing here depends on the member, its flags or
 * the time. A refusal ({@link MvccError}) comes before the first change.
 */
import { assertNever } from '@kuorum/base';
import { toByteString } from './byte-string.js';
import { checkDuplicateKeys } from './check-request.js';
import { holds } from './compare.js';
import { keyRange } from './key-range.js';
import { rangeAt } from './range.js';
import type {
  CompactRequest,
  CompactResult,
  DeleteRangeRequest,
  DeleteRangeResult,
  PutRequest,
  PutResult,
  RangeRequest,
  ResultOf,
  StoreRequest,
  StoreResult,
  TxnOp,
  TxnOpResult,
  TxnRequest,
  TxnResult,
} from './request.js';
import type { MvccStore } from './store.js';
import { MvccError, NO_LEASE, type KeyValue, type Revision } from './types.js';
import type { WriteTxn } from './write-txn.js';

export function applyRequest<R extends StoreRequest>(store: MvccStore, request: R): ResultOf<R> {
  return execute(store, request) as ResultOf<R>;
}

/** Deletes those of `keys` that exist, in one revision (a revoked lease); the store's revision afterwards. */
export function deleteKeys(store: MvccStore, keys: readonly Uint8Array[]): Revision {
  const write = store.beginWrite();
  for (const key of keys) write.deleteRange(key, undefined);
  return write.end();
}

function execute(store: MvccStore, request: StoreRequest): StoreResult {
  switch (request.kind) {
    case 'range':
      return rangeAt(store, request, store.currentRevision);
    case 'put':
    case 'deleteRange':
      checkOp(store, request);
      return inOneWrite(store, (write) => runOp(store, write, request, undefined));
    case 'txn':
      return applyTxn(store, request);
    case 'compact':
      return applyCompact(store, request);
    default:
      return assertNever(request, 'request');
  }
}

function applyCompact(store: MvccStore, request: CompactRequest): CompactResult {
  store.compact(request.revision);
  return { kind: 'compact', revision: store.currentRevision };
}

/** Which branch a transaction takes, and those of the transactions in it, all decided before anything changes. */
interface Path {
  readonly succeeded: boolean;
  readonly ops: readonly TxnOp[];
  /** Parallel to `ops`; undefined for what is not a transaction. */
  readonly nested: readonly (Path | undefined)[];
}

function applyTxn(store: MvccStore, txn: TxnRequest): TxnResult {
  checkDuplicateKeys(txn);
  const path = decide(store, txn);
  checkPath(store, path);
  if (path.ops.length > 1) store.counts.txns++;
  return inOneWrite(store, (write) => runTxn(store, write, path));
}

function decide(store: MvccStore, txn: TxnRequest): Path {
  const succeeded = txn.compare.every((compare) => holds(store, compare));
  const ops = succeeded ? txn.success : txn.failure;
  return { succeeded, ops, nested: ops.map((op) => (op.kind === 'txn' ? decide(store, op) : undefined)) };
}

function checkPath(store: MvccStore, path: Path): void {
  path.ops.forEach((op, i) => {
    const nested = path.nested[i];
    if (nested !== undefined) checkPath(store, nested);
    else checkOp(store, op);
  });
}

/** What an operation asks of the state it meets: readable revision, known lease, a previous version to keep. */
function checkOp(store: MvccStore, op: TxnOp): void {
  if (op.kind === 'range') {
    store.readRevision(op.revision ?? 0, store.currentRevision);
    return;
  }
  if (op.kind !== 'put') return;
  const lease = op.lease ?? NO_LEASE;
  if (lease !== NO_LEASE && !store.leases.has(lease)) throw new MvccError('leaseNotFound');
  if (op.ignoreValue !== true && op.ignoreLease !== true) return;
  if (store.locate(toByteString(op.key), store.currentRevision) === undefined) throw new MvccError('keyNotFound');
}

function inOneWrite<T>(store: MvccStore, run: (write: WriteTxn) => T): T {
  const write = store.beginWrite();
  const result = run(write);
  write.end();
  return result;
}

function runTxn(store: MvccStore, write: WriteTxn, path: Path): TxnResult {
  const responses = path.ops.map((op, i) => runOp(store, write, op, path.nested[i]));
  return { kind: 'txn', revision: write.revision, succeeded: path.succeeded, responses };
}

function runOp(store: MvccStore, write: WriteTxn, op: TxnOp, path: Path | undefined): TxnOpResult {
  switch (op.kind) {
    case 'range':
      return runRange(store, write, op);
    case 'put':
      return runPut(store, write, op);
    case 'deleteRange':
      return runDeleteRange(store, write, op);
    case 'txn':
      return runTxn(store, write, path ?? decide(store, op));
    default:
      return assertNever(op, 'txn operation');
  }
}

function runRange(store: MvccStore, write: WriteTxn, request: RangeRequest): TxnOpResult {
  return rangeAt(store, request, write.revision);
}

function runPut(store: MvccStore, write: WriteTxn, request: PutRequest): PutResult {
  let { value } = request;
  let lease = request.lease ?? NO_LEASE;
  let previous: KeyValue | undefined;
  if (request.prevKv === true || request.ignoreValue === true || request.ignoreLease === true) {
    const at = store.locate(toByteString(request.key), write.revision);
    previous = at === undefined ? undefined : store.load(at);
    if (request.ignoreValue === true && previous !== undefined) value = previous.value;
    if (request.ignoreLease === true && previous !== undefined) lease = previous.lease;
  }
  write.put(request.key, value, lease);
  const result: PutResult = { kind: 'put', revision: write.revision };
  return request.prevKv === true && previous !== undefined ? { ...result, prevKv: previous } : result;
}

function runDeleteRange(store: MvccStore, write: WriteTxn, request: DeleteRangeRequest): DeleteRangeResult {
  const prevKvs: KeyValue[] = [];
  if (request.prevKv === true) {
    const keys = keyRange(request.key, request.rangeEnd);
    store.forEach(keys, write.revision, (at) => void prevKvs.push(store.load(at)));
  }
  const deleted = write.deleteRange(request.key, request.rangeEnd);
  return { kind: 'deleteRange', revision: write.revision, deleted, prevKvs };
}

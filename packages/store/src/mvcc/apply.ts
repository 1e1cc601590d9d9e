/**
 * Executes committed requests, in log order, on every member alike: nothing here depends on the member, its flags or
 * the time. A refusal ({@link MvccError}) comes before the first change.
 *
 * What may have many keys to do with comes in slices. Nothing of it is to be seen before its end ({@link WriteTxn}); reads
 * go on in between, other writes wait.
 */
import { assertNever, inOneGo, type Slices } from '@kuorum/base';
import { toByteString } from './byte-string.js';
import { checkDuplicateKeys } from './check-request.js';
import { holds } from './compare.js';
import { rangeSlices } from './range.js';
import type {
  CompactRequest,
  CompactResult,
  DeleteRangeRequest,
  DeleteRangeResult,
  PutRequest,
  PutResult,
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
import { WriteTxn } from './write-txn.js';

export function applyRequest<R extends StoreRequest>(store: MvccStore, request: R): ResultOf<R> {
  return inOneGo(applySlices(store, request));
}

/** A request as {@link applyRequest} executes it; what is refused is refused by the first step. */
export function* applySlices<R extends StoreRequest>(store: MvccStore, request: R): Slices<ResultOf<R>> {
  return (yield* execute(store, request)) as ResultOf<R>;
}

/** A transaction that changes nothing: it reads what is current now, and may do so while a write is under way. */
export function readSlices(store: MvccStore, txn: TxnRequest): Slices<TxnResult> {
  const path = decide(store, txn);
  checkPath(store, path);
  return runTxn(store, new WriteTxn(store), path);
}

/** Deletes those of `keys` that exist, in one revision (a revoked lease); the store's revision afterwards. */
export function deleteKeys(store: MvccStore, keys: readonly Uint8Array[]): Revision {
  return inOneGo(deleteSlices(store, keys.map(toByteString), false));
}

/** As {@link deleteKeys}. `leavesLeases`: none of them is to be taken off its lease, as that goes itself. */
export function* deleteSlices(store: MvccStore, names: readonly string[], leavesLeases: boolean): Slices<Revision> {
  const write = store.beginWrite(leavesLeases);
  let visited = 0;
  for (const name of names) {
    if (++visited % store.sliceKeys === 0) yield;
    write.deleteOne(name);
  }
  return write.end();
}

function* execute(store: MvccStore, request: StoreRequest): Slices<StoreResult> {
  switch (request.kind) {
    case 'range':
      return yield* rangeSlices(store, request, store.currentRevision);
    case 'put':
    case 'deleteRange': {
      checkOp(store, request);
      const write = store.beginWrite();
      const result = yield* runOp(store, write, request, undefined);
      write.end();
      return result;
    }
    case 'txn':
      return yield* applyTxn(store, request);
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

function* applyTxn(store: MvccStore, txn: TxnRequest): Slices<TxnResult> {
  checkDuplicateKeys(txn);
  const path = decide(store, txn);
  checkPath(store, path);
  if (path.ops.length > 1) store.counts.txns++;
  const write = store.beginWrite();
  const result = yield* runTxn(store, write, path);
  write.end();
  return result;
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

function* runTxn(store: MvccStore, write: WriteTxn, path: Path): Slices<TxnResult> {
  const responses: TxnOpResult[] = [];
  for (const [i, op] of path.ops.entries()) {
    // Any of them may have come close to a slice by itself.
    if (i > 0 && op.kind !== 'put') {
      yield;
      // What one that only reads is to see next may be compacted by now; nothing is while one that writes is under way.
      store.readRevision(write.revision, write.revision);
    }
    responses.push(yield* runOp(store, write, op, path.nested[i]));
  }
  return { kind: 'txn', revision: write.revision, succeeded: path.succeeded, responses };
}

function* runOp(store: MvccStore, write: WriteTxn, op: TxnOp, path: Path | undefined): Slices<TxnOpResult> {
  switch (op.kind) {
    case 'range':
      return yield* rangeSlices(store, op, write.revision);
    case 'put':
      return runPut(store, write, op);
    case 'deleteRange':
      return yield* runDeleteRange(write, op);
    case 'txn':
      return yield* runTxn(store, write, path ?? decide(store, op));
    default:
      return assertNever(op, 'txn operation');
  }
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

function* runDeleteRange(write: WriteTxn, request: DeleteRangeRequest): Slices<DeleteRangeResult> {
  const prevKvs: KeyValue[] = [];
  const deleted = yield* write.deleteRange(
    request.key,
    request.rangeEnd,
    request.prevKv === true ? prevKvs : undefined,
  );
  return { kind: 'deleteRange', revision: write.revision, deleted, prevKvs };
}

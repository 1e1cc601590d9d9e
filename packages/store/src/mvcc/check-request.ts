/**
 * What a request must satisfy by itself, whatever the store holds (etcd `server/etcdserver/api/v3rpc/key.go`). The
 * member that a client asked checks it before proposing.
 */
import { assertNever } from '@kuorum/base';
import { toByteString } from './byte-string.js';
import { TXN_DEPTH_MAX } from './limits.js';
import { isInRange, keyRange, type KeyRange } from './key-range.js';
import type { PutRequest, StoreRequest, TxnOp, TxnRequest } from './request.js';
import { MvccError, NO_LEASE } from './types.js';

export interface RequestLimits {
  readonly maxTxnOps: number;
}

/** Throws {@link MvccError} when `request` is malformed or above a limit. */
export function checkRequest(request: StoreRequest, limits: RequestLimits): void {
  switch (request.kind) {
    case 'range':
    case 'deleteRange':
      mustHaveKey(request.key);
      return;
    case 'put':
      checkPut(request);
      return;
    case 'txn':
      checkTxn(request, limits.maxTxnOps, 1);
      checkDuplicateKeys(request);
      return;
    case 'compact':
      return;
    default:
      assertNever(request, 'request');
  }
}

/**
 * A transaction may change a key once: two puts, or a put and a deletion, of one key are refused, down into nested
 * transactions; the two branches of one nested transaction exclude each other and may repeat a key. Two deletions may
 * overlap. Divergence: etcd lets a later nested deletion remove what an earlier nested put wrote; refused here, as one
 * revision then had two versions of a key.
 */
export function checkDuplicateKeys(txn: TxnRequest): void {
  changesOf(txn.success);
  changesOf(txn.failure);
}

function mustHaveKey(key: Uint8Array): void {
  if (key.length === 0) throw new MvccError('emptyKey');
}

function checkPut(request: PutRequest): void {
  mustHaveKey(request.key);
  if (request.ignoreValue === true && request.value.length > 0) throw new MvccError('valueProvided');
  if (request.ignoreLease === true && (request.lease ?? NO_LEASE) !== NO_LEASE) throw new MvccError('leaseProvided');
}

/** Each level may have as many operations as the levels above it left. */
function checkTxn(txn: TxnRequest, opsMax: number, depth: number): void {
  const ops = Math.max(txn.compare.length, txn.success.length, txn.failure.length);
  if (ops > opsMax || depth > TXN_DEPTH_MAX) throw new MvccError('tooManyOps');
  for (const compare of txn.compare) mustHaveKey(compare.key);
  for (const op of [...txn.success, ...txn.failure]) {
    if (op.kind === 'txn') checkTxn(op, opsMax - ops, depth + 1);
    else checkRequest(op, { maxTxnOps: opsMax });
  }
}

interface Changes {
  readonly puts: Set<string>;
  readonly deletions: KeyRange[];
}

function changesOf(ops: readonly TxnOp[]): Changes {
  const all: Changes = { puts: new Set(), deletions: [] };
  for (const op of ops) {
    switch (op.kind) {
      case 'range':
        break;
      case 'put':
        addTo(all, { puts: new Set([toByteString(op.key)]), deletions: [] });
        break;
      case 'deleteRange':
        addTo(all, { puts: new Set(), deletions: [keyRange(op.key, op.rangeEnd)] });
        break;
      case 'txn': {
        const success = changesOf(op.success);
        const failure = changesOf(op.failure);
        addTo(all, {
          puts: new Set([...success.puts, ...failure.puts]),
          deletions: [...success.deletions, ...failure.deletions],
        });
        break;
      }
      default:
        assertNever(op, 'txn operation');
    }
  }
  return all;
}

function addTo(all: Changes, more: Changes): void {
  for (const key of more.puts) {
    if (all.puts.has(key) || isDeleted(all.deletions, key)) throw new MvccError('duplicateKey');
  }
  if (more.deletions.length > 0) {
    for (const key of all.puts) if (isDeleted(more.deletions, key)) throw new MvccError('duplicateKey');
  }
  for (const key of more.puts) all.puts.add(key);
  all.deletions.push(...more.deletions);
}

function isDeleted(deletions: readonly KeyRange[], key: string): boolean {
  return deletions.some((range) => isInRange(range, key));
}

/** What a command adds to the database at most, as etcd estimates it (`server/storage/quota.go`). */
import type { TxnOp } from '../mvcc/index.js';
import type { Command } from './command.js';

/** Beside the key and the value of a put. */
const PUT_OVERHEAD_BYTES = 256;
const LEASE_BYTES = 64;

/** 0 = it takes no space, and goes on when there is none. */
export function spaceCostBytes(command: Command): number {
  if (command.kind === 'leaseGrant') return LEASE_BYTES;
  if (command.kind !== 'store' || command.request.kind === 'compact') return 0;
  return costOfOp(command.request);
}

/** A transaction costs what its dearer branch does: which one it takes is not known before it is applied. */
function costOfOp(op: TxnOp): number {
  if (op.kind === 'put') return PUT_OVERHEAD_BYTES + op.key.length + op.value.length;
  if (op.kind === 'txn') return Math.max(costOfOps(op.success), costOfOps(op.failure));
  return 0;
}

function costOfOps(ops: readonly TxnOp[]): number {
  return ops.reduce((sum, op) => sum + costOfOp(op), 0);
}

/** The conditions of a transaction (etcd `server/etcdserver/txn/txn.go`, `applyCompare`). */
import { assertNever, compareBytes } from '@kuorum/base';
import type { VersionLocation } from './key-index.js';
import { keyRange } from './key-range.js';
import type { Compare, CompareResult, CompareTarget } from './request.js';
import type { MvccStore } from './store.js';
import { NO_LEASE } from './types.js';

/** True when the condition holds for every key of its range at the current revision. */
export function holds(store: MvccStore, compare: Compare): boolean {
  let found = false;
  let holdsForAll = true;
  store.forEach(keyRange(compare.key, compare.rangeEnd), store.currentRevision, (at) => {
    found = true;
    holdsForAll = matches(compare.result, difference(store, at, compare.target));
    return holdsForAll;
  });
  if (found) return holdsForAll;
  // Nothing there: zero in every field, but no value at all, not even the empty one.
  const { target } = compare;
  return target.field !== 'value' && matches(compare.result, absentDifference(target));
}

/** Only value and lease need the record itself. */
function difference(store: MvccStore, at: VersionLocation, target: CompareTarget): number {
  switch (target.field) {
    case 'version':
      return at.version - target.number;
    case 'create':
      return at.createRevision - target.number;
    case 'mod':
      return at.main - target.number;
    case 'value':
      return compareBytes(store.load(at).value, target.value);
    case 'lease':
      return compareLeases(store.load(at).lease, target.lease);
    default:
      return assertNever(target, 'compare target');
  }
}

function absentDifference(target: Exclude<CompareTarget, { field: 'value' }>): number {
  return target.field === 'lease' ? compareLeases(NO_LEASE, target.lease) : -target.number;
}

function compareLeases(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function matches(result: CompareResult, difference: number): boolean {
  switch (result) {
    case 'equal':
      return difference === 0;
    case 'notEqual':
      return difference !== 0;
    case 'greater':
      return difference > 0;
    case 'less':
      return difference < 0;
    default:
      return assertNever(result, 'compare result');
  }
}

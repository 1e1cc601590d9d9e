/** Planted bugs of what goes in slices: reads as a store with the bug would answer them. */
import type { Slices } from '@kuorum/base';
import {
  asRevision,
  type MvccStore,
  type RangeRequest,
  type RangeResult,
  rangeSlices,
  type StoreResult,
  type TxnRequest,
} from '@kuorum/store/mvcc';
import type { PlantedBug } from './planted-bugs.js';

/** Undefined = as it should be. `isApplying`: a command has had some of its slices. */
export function readWithBug(
  store: MvccStore,
  request: RangeRequest | TxnRequest,
  isApplying: boolean,
  bug: PlantedBug | undefined,
): Slices<StoreResult> | undefined {
  if (bug === 'live-revision' && request.kind === 'txn') return readLive(store, request);
  return bug === 'shows-early' && isApplying && request.kind === 'range' ? readAhead(store, request) : undefined;
}

function* readLive(store: MvccStore, { success }: TxnRequest): Slices<StoreResult> {
  const responses: RangeResult[] = [];
  for (const op of success) {
    if (op.kind === 'range') responses.push(yield* rangeSlices(store, op, store.currentRevision));
    yield;
  }
  return { kind: 'txn', revision: store.currentRevision, succeeded: true, responses };
}

/** At the revision that the command is going to have, under the name of the current one. */
function* readAhead(store: MvccStore, request: RangeRequest): Slices<StoreResult> {
  const { currentRevision: revision } = store;
  return { ...(yield* rangeSlices(store, request, asRevision(revision + 1))), revision };
}

import type { RangeRequest, RangeResult, ResultOf, StoreRequest } from './request.js';
import type { MvccStore } from './store.js';
import type { Revision } from './types.js';

/** Skeleton; see index.ts. */
export interface RequestLimits {
  readonly maxTxnOps: number;
}

export function checkRequest(_request: StoreRequest, _limits: RequestLimits): void {
  throw new Error('not built yet');
}

export function applyRequest<R extends StoreRequest>(_store: MvccStore, _request: R): ResultOf<R> {
  throw new Error('not built yet');
}

export function range(_store: MvccStore, _request: RangeRequest): RangeResult {
  throw new Error('not built yet');
}

/** Deletes exactly these keys in one revision (an expired or revoked lease); the revision afterwards. */
export function deleteKeys(_store: MvccStore, _keys: readonly Uint8Array[]): Revision {
  throw new Error('not built yet');
}

/**
 * What becomes of an object whose owners go: it stays while one of them is there, it goes when the last one has gone
 * (background deletion). Owners are known by uid: a new object of the same name owns nothing. Orphaning is done before,
 * by the server, which takes the references away. Kubernetes' garbage collector, without foreground deletion.
 */
import { isTerminating, type ApiObject, type OwnerReference } from '@kuorum/api';

/** `unknown`: of a kind that we do not know, so we cannot say that it is gone. */
export type OwnerState = 'present' | 'absent' | 'unknown';

export type GarbagePlan =
  | { readonly type: 'keep' }
  | { readonly type: 'delete' }
  /** Some owners are gone, others not: what is left of the references. */
  | { readonly type: 'dropReferences'; readonly ownerReferences: readonly OwnerReference[] };

export function planGarbage(object: ApiObject, stateOf: (reference: OwnerReference) => OwnerState): GarbagePlan {
  const { ownerReferences } = object.metadata;
  if (ownerReferences.length === 0 || isTerminating(object)) return { type: 'keep' };
  const remaining = ownerReferences.filter((reference) => stateOf(reference) !== 'absent');
  if (remaining.length === ownerReferences.length) return { type: 'keep' };
  return remaining.length === 0 ? { type: 'delete' } : { type: 'dropReferences', ownerReferences: remaining };
}

/**
 * What becomes of an object whose owners go: it stays while one of them is there, it goes when the last one has gone
 * (background deletion). Owners are known by uid: a new object of the same name owns nothing. An object that was deleted
 * with policy Orphan waits, held by a finalizer, until what it owns has been let go. Kubernetes' garbage collector,
 * without foreground deletion.
 */
import { isTerminating, type ApiObject, type OwnerReference } from '@kuorum/api';

/** The finalizer of an object whose dependents are to stay when it goes (Kubernetes' name). */
export const orphanFinalizer = 'orphan';

/** `unknown`: of a kind that we do not know, so we cannot say that it is gone. */
export type OwnerState = 'present' | 'absent' | 'unknown';

export type GarbagePlan =
  | { readonly type: 'keep' }
  | { readonly type: 'delete' }
  /** Some owners are gone, others not: what is left of the references. */
  | { readonly type: 'dropReferences'; readonly ownerReferences: readonly OwnerReference[] }
  /** It is being deleted and what it owns is to stay. */
  | { readonly type: 'orphanDependents' };

export function planGarbage(object: ApiObject, stateOf: (reference: OwnerReference) => OwnerState): GarbagePlan {
  if (isTerminating(object)) return orphans(object) ? { type: 'orphanDependents' } : { type: 'keep' };
  const { ownerReferences } = object.metadata;
  const remaining = ownerReferences.filter((reference) => stateOf(reference) !== 'absent');
  if (remaining.length === ownerReferences.length) return { type: 'keep' };
  return remaining.length === 0 ? { type: 'delete' } : { type: 'dropReferences', ownerReferences: remaining };
}

/** Whether something is to be done before the object may go. */
export function orphans(object: ApiObject): boolean {
  return isTerminating(object) && object.metadata.finalizers.includes(orphanFinalizer);
}

/** Whether the collector has to look at the object at all. */
export function concernsGarbage(object: ApiObject): boolean {
  return object.metadata.ownerReferences.length > 0 || orphans(object);
}

/** The object without its reference to an owner. */
export function letGo<T extends ApiObject>(object: T, ownerUid: string): T {
  const ownerReferences = object.metadata.ownerReferences.filter(({ uid }) => uid !== ownerUid);
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

/** The object without the finalizer, when nothing refers to it any more. */
export function withoutOrphanFinalizer<T extends ApiObject>(object: T): T {
  const finalizers = object.metadata.finalizers.filter((finalizer) => finalizer !== orphanFinalizer);
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

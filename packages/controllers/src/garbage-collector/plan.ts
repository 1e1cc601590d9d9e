/**
 * What becomes of an object whose owners go: it stays while one of them is there, it goes when the last one has gone
 * (background deletion). Owners are known by uid: a new object of the same name owns nothing. An object that was deleted
 * with policy Orphan waits, held by a finalizer, until what it owns has been let go; one that was deleted with policy
 * Foreground waits until what it owns and what blocks it has gone. Kubernetes' garbage collector.
 */
import { isTerminating, type ApiObject, type ObjectMeta, type OwnerReference } from '@kuorum/api';

/** The finalizer of an object whose dependents are to stay when it goes (Kubernetes' name). */
export const orphanFinalizer = 'orphan';

/** The finalizer of an object that goes after its dependents (Kubernetes' name). */
export const foregroundFinalizer = 'foregroundDeletion';

/**
 * `waiting`: it is being deleted and waits for its dependents to go first. `unknown`: of a kind that we do not know, so we
 * cannot say that it is gone.
 */
export type OwnerState = 'present' | 'waiting' | 'absent' | 'unknown';

export type GarbagePlan =
  | { readonly type: 'keep' }
  /** An owner may wait for it, and then what it owns itself is to go before it does. */
  | { readonly type: 'delete'; readonly ownerWaits: boolean }
  /** Some owners are gone, others not: what is left of the references. */
  | { readonly type: 'dropReferences'; readonly ownerReferences: readonly OwnerReference[] }
  /** It is being deleted and what it owns is to stay. */
  | { readonly type: 'orphanDependents' }
  /** It is being deleted and goes when nothing is left that blocks it. */
  | { readonly type: 'awaitDependents' };

export function planGarbage(object: ApiObject, stateOf: (reference: OwnerReference) => OwnerState): GarbagePlan {
  if (orphans(object)) return { type: 'orphanDependents' };
  if (isTerminating(object)) return { type: waits(object) ? 'awaitDependents' : 'keep' };
  const { ownerReferences } = object.metadata;
  const states = ownerReferences.map(stateOf);
  const remaining = ownerReferences.filter((_, i) => states[i] === 'present' || states[i] === 'unknown');
  if (remaining.length === ownerReferences.length) return { type: 'keep' };
  if (remaining.length === 0) return { type: 'delete', ownerWaits: states.includes('waiting') };
  return { type: 'dropReferences', ownerReferences: remaining };
}

/** Whether something is to be done before the object may go. */
export function orphans(object: ApiObject): boolean {
  return isTerminating(object) && object.metadata.finalizers.includes(orphanFinalizer);
}

/** Whether the object is held until its dependents are gone. */
export function waits(object: ApiObject): boolean {
  return isTerminating(object) && object.metadata.finalizers.includes(foregroundFinalizer);
}

/** Whether `object` keeps a waiting owner from going. */
export function blocks(object: ApiObject, ownerUid: string): boolean {
  return object.metadata.ownerReferences.some(({ uid, blockOwnerDeletion }) => uid === ownerUid && blockOwnerDeletion);
}

/** Whether the collector has to look at the object at all. */
export function concernsGarbage(object: ApiObject): boolean {
  return object.metadata.ownerReferences.length > 0 || orphans(object) || waits(object);
}

/** A merge patch of an object that must still be as it was seen. The rest of the object is not known here, and stays. */
export interface MetadataPatch {
  readonly metadata: Readonly<Record<string, unknown>>;
}

function patchOf({ metadata: { uid, resourceVersion } }: ApiObject, change: Partial<ObjectMeta>): MetadataPatch {
  return { metadata: { uid, resourceVersion, ...change } };
}

export function withReferences(object: ApiObject, ownerReferences: readonly OwnerReference[]): MetadataPatch {
  return patchOf(object, { ownerReferences: [...ownerReferences] });
}

/** Takes away the reference to an owner. */
export function letGo(object: ApiObject, ownerUid: string): MetadataPatch {
  return withReferences(
    object,
    object.metadata.ownerReferences.filter(({ uid }) => uid !== ownerUid),
  );
}

/** Takes away one of the collector's finalizers, when what it stood for is done. */
export function withoutFinalizer(object: ApiObject, done: string): MetadataPatch {
  return patchOf(object, { finalizers: object.metadata.finalizers.filter((finalizer) => finalizer !== done) });
}

/**
 * How an object goes away, as in Kubernetes: at once, or in two steps. First it is marked (deletionTimestamp, grace);
 * it goes when its time or its last finalizer is over: the kubelet deletes a pod it has stopped with grace 0, and the
 * update that removes the last finalizer removes the object.
 */
import { badRequest, forbidden, type DeleteRequest, type KindName } from '@kuorum/api';
import type { AnyObject } from '../registry/stored-object.js';
import { checkPreconditions, timestampOf } from './prepare.js';
import { strategyOf } from './strategy.js';

/** What becomes of an object: `remove` takes it away, else it is stored as `object`. */
export interface Change {
  readonly object: AnyObject;
  readonly remove: boolean;
}

/** Keeps an object until the garbage collector has let its dependents go. Kubernetes' name. */
export const orphanFinalizer = 'orphan';

/** Keeps an object until the garbage collector has deleted the dependents that block it. Kubernetes' name. */
export const foregroundFinalizer = 'foregroundDeletion';

/** Throws Conflict when a precondition fails, Forbidden when the object is here to stay. */
export function decideDeletion(kind: KindName, old: AnyObject, request: DeleteRequest, nowMs: number): Change {
  const { name, deletionTimestamp } = old.metadata;
  const strategy = strategyOf(kind);
  if (strategy.undeletable?.includes(name) === true) {
    throw forbidden(kind, name, `this ${kind.toLowerCase()} may not be deleted`);
  }
  if (request.gracePeriodSeconds !== undefined && request.gracePeriodSeconds < 0) {
    throw badRequest(`gracePeriodSeconds must not be negative: ${request.gracePeriodSeconds}`);
  }
  if (request.preconditions !== undefined) checkPreconditions(kind, request.preconditions, old.metadata);
  const grace = strategy.gracePeriodSeconds?.(old, request.gracePeriodSeconds) ?? 0;
  const object = structuredClone(old);
  object.metadata.finalizers = finalizersFor(object.metadata.finalizers, request.propagationPolicy);
  if (deletionTimestamp === '') {
    object.metadata.deletionTimestamp = timestampOf(nowMs + grace * 1000);
    object.metadata.deletionGracePeriodSeconds = grace;
    if (object.metadata.generation > 0) object.metadata.generation++;
    strategy.markDeleted?.(object);
  } else if (grace < (old.metadata.deletionGracePeriodSeconds ?? 0)) {
    // A second delete may only make it shorter.
    object.metadata.deletionTimestamp = timestampOf(Math.min(Date.parse(deletionTimestamp), nowMs + grace * 1000));
    object.metadata.deletionGracePeriodSeconds = grace;
  }
  return { object, remove: isReleased(kind, object) };
}

/** A map, as a policy is any text that a client sends: `constructor` is a member of every object. */
const finalizerByPolicy: ReadonlyMap<string, string> = new Map([
  ['Foreground', foregroundFinalizer],
  ['Orphan', orphanFinalizer],
]);

/** What becomes of the dependents is told by a finalizer; who deletes again may change his mind. Not given: as it is. */
function finalizersFor(finalizers: readonly string[], policy: string): string[] {
  if (policy === '') return [...finalizers];
  const added = finalizerByPolicy.get(policy);
  if (added === undefined && policy !== 'Background') {
    throw badRequest(
      `propagationPolicy ${JSON.stringify(policy)} is not supported: use Background, Foreground or Orphan`,
    );
  }
  const others = finalizers.filter((name) => name !== orphanFinalizer && name !== foregroundFinalizer);
  const same = added !== undefined && finalizers.includes(added) && others.length === finalizers.length - 1;
  return same ? [...finalizers] : [...others, ...(added === undefined ? [] : [added])];
}

/** A marked object that nothing holds any more. */
export function isReleased(kind: KindName, object: AnyObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers } = object.metadata;
  if (deletionTimestamp === '' || finalizers.length > 0 || deletionGracePeriodSeconds > 0) return false;
  return strategyOf(kind).isHeld?.(object) !== true;
}

/**
 * Deletion that spares dependents. The owner is marked and held by a finalizer, every reference to it is taken away,
 * then the finalizer is. Kubernetes leaves the middle part to its garbage collector; here the server does it within the
 * call. A call that breaks off leaves a marked owner behind: deleting it again with Orphan goes on from there.
 */
import { conflict, isNotFound, kindNames, kinds, type KindName } from '@kuorum/api';
import { orphanFinalizer, isReleased } from '../strategy/deletion.js';
import type { Registry } from './registry.js';
import type { AnyObject } from './stored-object.js';

/** `owner` as it was marked. Gives its last state. */
export async function orphanDependents(
  registry: Registry,
  kind: KindName,
  owner: AnyObject,
  signal: AbortSignal | undefined,
): Promise<AnyObject> {
  const { namespace, name, uid } = owner.metadata;
  const owned = (object: AnyObject): boolean => object.metadata.ownerReferences.some((owner) => owner.uid === uid);
  // The owner of a namespaced object is in the same namespace or in none.
  const dependentKinds = kindNames.filter((other) => !kinds[kind].namespaced || kinds[other].namespaced);
  for (const dependentKind of dependentKinds) {
    const query = { kind: dependentKind, namespace, limit: 0, continueToken: '', signal };
    const { items } = await registry.list(query);
    for (const { object } of items) {
      if (owned(object)) await release(registry, dependentKind, object, uid, signal);
    }
  }
  const decide = (current: AnyObject): { object: AnyObject; remove: boolean } => {
    if (current.metadata.uid !== uid) throw conflict(kind, name);
    const finalizers = current.metadata.finalizers.filter((finalizer) => finalizer !== orphanFinalizer);
    const object = { ...current, metadata: { ...current.metadata, finalizers } };
    return { object, remove: isReleased(kind, object) };
  };
  return registry.modify(kind, namespace, name, decide, { dryRun: false, signal });
}

async function release(
  registry: Registry,
  kind: KindName,
  dependent: AnyObject,
  ownerUid: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { namespace, name } = dependent.metadata;
  const decide = (current: AnyObject): { object: AnyObject; remove: boolean } => {
    const ownerReferences = current.metadata.ownerReferences.filter(({ uid }) => uid !== ownerUid);
    return { object: { ...current, metadata: { ...current.metadata, ownerReferences } }, remove: false };
  };
  try {
    await registry.modify(kind, namespace, name, decide, { dryRun: false, signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/**
 * A namespace that is being deleted: first everything in it goes, then the finalizer, and with it the namespace. New
 * objects cannot come in: the server refuses them in a namespace that is being deleted.
 */
import { isTerminating, kindNames, kinds, type KindName, type Namespace } from '@kuorum/api';

/** The finalizer by which this controller holds a namespace (Kubernetes' name). */
export const namespaceFinalizer = 'kubernetes';

/** What makes other objects goes first, so that it cannot make them again. */
const makers: readonly KindName[] = [
  'CronJob',
  'Deployment',
  'Job',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
];

/** In this order everything in a namespace is deleted: events last, so that they tell of the rest. */
export const deletionOrder: readonly KindName[] = [
  ...makers,
  ...kindNames.filter((kind) => kinds[kind].namespaced && !makers.includes(kind) && kind !== 'Event'),
  'Event',
];

export type NamespacePlan = { readonly type: 'keep' } | { readonly type: 'empty' };

/** Whether the namespace is to be emptied. */
export function planNamespace(namespace: Namespace): NamespacePlan {
  const held = namespace.spec.finalizers.includes(namespaceFinalizer);
  return isTerminating(namespace) && held ? { type: 'empty' } : { type: 'keep' };
}

/** Once it is empty: the namespace without our finalizer. */
export function finalized(namespace: Namespace): Namespace {
  const finalizers = namespace.spec.finalizers.filter((finalizer) => finalizer !== namespaceFinalizer);
  return { ...namespace, spec: { ...namespace.spec, finalizers } };
}

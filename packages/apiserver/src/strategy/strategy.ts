/**
 * What the server does to an object before it is stored, kind by kind. The common part (metadata, status apart from
 * spec, generation) is in prepare.ts; a strategy holds only what is special to its kind. As in Kubernetes' registry
 * strategies, everything here is synchronous and sees nothing but the objects.
 */
import { generateJobSelector, make, setCondition, systemPriorityClasses } from '@kuorum/api';
import type { KindName, Kinds, Pod } from '@kuorum/api';
import { terminationGracePeriodSecondsDefault, isPodFinished } from '@kuorum/api';
import { eventTtlSeconds } from '../limits.js';
import { keepAdmitted } from './pod-admission.js';
import { prepareServiceForUpdate } from './service.js';

export interface Strategy<K extends KindName> {
  /** Stored objects lapse after so long. */
  readonly ttlSeconds?: number;
  /** A new object keeps the status that it came with; others start without. */
  readonly keepsStatusOnCreate?: boolean;
  /** An update must say which version it is made of; of other kinds one that says none overwrites whatever is there. */
  readonly conditionalUpdate?: true;
  /** Annotations count as part of the spec: a change of them is a generation. */
  readonly generationOfAnnotations?: true;
  /** Changes the new object in place. */
  readonly prepareForCreate?: (object: Kinds[K]) => void;
  /** Changes `next` in place; it already has the server's metadata and the old status. */
  readonly prepareForUpdate?: (next: Kinds[K], old: Kinds[K]) => void;
  /** Seconds the object gets to end gracefully; kinds without this are removed at once. */
  readonly gracePeriodSeconds?: (object: Kinds[K], requested: number | undefined) => number;
  /** Changes an object that is marked as being deleted, in place. */
  readonly markDeleted?: (object: Kinds[K]) => void;
  /** Something other than metadata.finalizers keeps the object. */
  readonly isHeld?: (object: Kinds[K]) => boolean;
  /** Names that cannot be deleted. */
  readonly undeletable?: readonly string[];
}

/** Namespaces that are always there. */
export const defaultNamespaces = ['default', 'kube-system', 'kube-node-lease'] as const;

/** Holds a namespace while there is something in it; the namespace controller takes it off. Kubernetes' name. */
export const namespaceFinalizer = 'kubernetes';

export const strategies: { readonly [K in KindName]: Strategy<K> } = {
  Namespace: {
    undeletable: defaultNamespaces,
    prepareForCreate: (namespace) => {
      namespace.status = make('NamespaceStatus', { phase: 'Active' });
      if (!namespace.spec.finalizers.includes(namespaceFinalizer)) namespace.spec.finalizers.push(namespaceFinalizer);
    },
    prepareForUpdate: (next, old) => {
      // The list may only shrink, and only once the namespace is being deleted.
      const kept = new Set(next.spec.finalizers);
      const deleting = old.metadata.deletionTimestamp !== '';
      next.spec.finalizers = old.spec.finalizers.filter((finalizer) => !deleting || kept.has(finalizer));
    },
    markDeleted: (namespace) => {
      namespace.status = { ...namespace.status, phase: 'Terminating' };
    },
    isHeld: (namespace) => namespace.spec.finalizers.length > 0,
  },
  // The kubelet registers its node together with what the node has.
  Node: { keepsStatusOnCreate: true },
  Pod: {
    prepareForCreate: (pod) => {
      pod.status = make('PodStatus', { phase: 'Pending' });
    },
    prepareForUpdate: keepAdmitted,
    gracePeriodSeconds: podGracePeriodSeconds,
  },
  ReplicationController: {},
  Service: { prepareForUpdate: prepareServiceForUpdate },
  Endpoints: {},
  Event: { ttlSeconds: eventTtlSeconds },
  // Who holds it is decided by who writes first.
  Lease: { conditionalUpdate: true },
  ConfigMap: {},
  Secret: {},
  ServiceAccount: {},
  PriorityClass: { undeletable: systemPriorityClasses.map(({ name }) => name) },
  Role: {},
  ClusterRole: {},
  RoleBinding: {},
  ClusterRoleBinding: {},
  ReplicaSet: {},
  Deployment: { generationOfAnnotations: true },
  DaemonSet: {},
  Job: { prepareForCreate: generateJobSelector },
  CronJob: {},
  PodDisruptionBudget: { conditionalUpdate: true },
  HorizontalPodAutoscaler: {},
};

export function strategyOf<K extends KindName>(kind: K): Strategy<K> {
  return strategies[kind];
}

/** A pod that no kubelet runs, or whose containers have ended, has nothing to end gracefully. */
function podGracePeriodSeconds(pod: Pod, requested: number | undefined): number {
  if (pod.spec.nodeName === '' || isPodFinished(pod)) return 0;
  return requested ?? pod.spec.terminationGracePeriodSeconds ?? terminationGracePeriodSecondsDefault;
}

/** A copy of `pod` that is bound to `nodeName`. */
export function bindPod(pod: Pod, nodeName: string, now: string): Pod {
  return {
    ...pod,
    spec: { ...pod.spec, nodeName },
    status: {
      ...pod.status,
      conditions: setCondition(pod.status.conditions, { type: 'PodScheduled', status: 'True' }, now),
    },
  };
}

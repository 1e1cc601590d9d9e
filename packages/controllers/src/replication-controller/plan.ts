/**
 * What a ReplicationController wants done, from what is seen. Kubernetes' order of work: claim pods, then bring their
 * number to `spec.replicas`, then say what is.
 *
 * Claiming: a pod belongs to the controller that its ownerReferences name, never to a selector alone. A matching pod
 * without a controller is adopted; a pod of ours that no longer matches is released. Only active pods count: a pod that
 * is finished or being deleted is replaced.
 */
import {
  controllerOf,
  findCondition,
  isPodActive,
  isPodReady,
  isTerminating,
  make,
  matchesSelector,
  ownerReference,
  setCondition,
  type Condition,
  type Pod,
  type ReplicationController,
  type ReplicationControllerStatus,
} from '@kuorum/api';
import { rejectionBackoffInitialMs, rejectionBackoffMaxMs, replicaBurstMax } from '../limits.js';
import { podsToDelete } from './deletion-order.js';

export interface ReplicationControllerObserved {
  readonly controller: ReplicationController;
  /** Every pod of its namespace that it owns or that its selector matches; others do no harm. */
  readonly pods: readonly Pod[];
  /** False while creations or deletions that were asked for have not been seen: then pods cannot be counted. */
  readonly expectationsMet: boolean;
  readonly nowMs: number;
}

export interface ReplicationControllerPlan {
  readonly adopt: readonly Pod[];
  readonly release: readonly Pod[];
  readonly create: number;
  readonly remove: readonly Pod[];
  /** When a ready pod becomes available by the mere passing of time: look again then. */
  readonly requeueAfterMs?: number;
}

export function planReplicationController(observed: ReplicationControllerObserved): ReplicationControllerPlan {
  const { controller, nowMs } = observed;
  const claims = claimPods(controller, observed.pods);
  const counted = [...claims.owned, ...claims.adopt];
  const requeueAfterMs = nextAvailableMs(controller, counted, nowMs);
  const wait = requeueAfterMs === undefined ? {} : { requeueAfterMs };
  const claim = { adopt: claims.adopt, release: claims.release, ...wait };
  if (isTerminating(controller) || !observed.expectationsMet) return { ...claim, create: 0, remove: [] };

  const missing = (controller.spec.replicas ?? 1) - counted.length;
  const heldBackMs = missing > 0 ? rejectionBackoffMs(controller, observed.pods, nowMs) : 0;
  if (heldBackMs > 0) {
    return { ...claim, create: 0, remove: [], requeueAfterMs: Math.min(heldBackMs, requeueAfterMs ?? Infinity) };
  }
  if (missing >= 0) return { ...claim, create: Math.min(missing, replicaBurstMax), remove: [] };
  return { ...claim, create: 0, remove: podsToDelete(counted, Math.min(-missing, replicaBurstMax)) };
}

/**
 * Time until pods may be made in the place of those that a node refused to run: twice as long for each one. Kubernetes
 * makes them at once; with a template that no node can run that is a flood of failed pods.
 */
function rejectionBackoffMs(controller: ReplicationController, pods: readonly Pod[], nowMs: number): number {
  const rejected = pods.filter(
    (pod) => controllerOf(pod)?.uid === controller.metadata.uid && !isTerminating(pod) && isRejected(pod),
  );
  if (rejected.length === 0) return 0;
  const last = Math.max(...rejected.map(({ status }) => Date.parse(status.startTime) || 0));
  const backoffMs = Math.min(rejectionBackoffInitialMs * 2 ** (rejected.length - 1), rejectionBackoffMaxMs);
  return Math.max(0, last + backoffMs - nowMs);
}

/** A kubelet said no before any container was there. */
function isRejected({ status }: Pod): boolean {
  return status.phase === 'Failed' && status.reason !== '' && status.containerStatuses.length === 0;
}

export interface Claims {
  /** Active, ours, and still matching. */
  readonly owned: readonly Pod[];
  readonly adopt: readonly Pod[];
  readonly release: readonly Pod[];
}

export function claimPods(controller: ReplicationController, pods: readonly Pod[]): Claims {
  const owned: Pod[] = [];
  const adopt: Pod[] = [];
  const release: Pod[] = [];
  for (const pod of pods) {
    if (!isPodActive(pod) || pod.metadata.namespace !== controller.metadata.namespace) continue;
    const matches = matchesSelector(controller.spec.selector, pod.metadata.labels);
    const owner = controllerOf(pod);
    if (owner === undefined) {
      if (matches && !isTerminating(controller)) adopt.push(pod);
    } else if (owner.uid === controller.metadata.uid) {
      if (matches) owned.push(pod);
      else if (!isTerminating(controller)) release.push(pod);
    }
  }
  return { owned, adopt, release };
}

/** The pod with the controller as its owner; what adoption writes. */
export function adopted(pod: Pod, controller: ReplicationController): Pod {
  const reference = ownerReference('ReplicationController', controller);
  return { ...pod, metadata: { ...pod.metadata, ownerReferences: [...pod.metadata.ownerReferences, reference] } };
}

/** The pod without the controller as its owner; what releasing writes. */
export function released(pod: Pod, controller: ReplicationController): Pod {
  const ownerReferences = pod.metadata.ownerReferences.filter(({ uid }) => uid !== controller.metadata.uid);
  return { ...pod, metadata: { ...pod.metadata, ownerReferences } };
}

/** A new replica, made from the template; the server completes its name. */
export function replicaOf(controller: ReplicationController): Pod {
  const template = controller.spec.template;
  const { name, namespace } = controller.metadata;
  return make('Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: { ...template?.metadata.labels },
      annotations: { ...template?.metadata.annotations },
      finalizers: [...(template?.metadata.finalizers ?? [])],
      ownerReferences: [ownerReference('ReplicationController', controller)],
    },
    spec: structuredClone(template?.spec ?? {}),
  });
}

/** What went wrong when pods were to be created or deleted, for the ReplicaFailure condition. */
export interface ReplicaFailure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

/** The status as it should be now; undefined when it says so already. */
export function planStatus(
  controller: ReplicationController,
  pods: readonly Pod[],
  nowMs: number,
  failure: ReplicaFailure | undefined,
): ReplicationControllerStatus | undefined {
  const { owned, adopt } = claimPods(controller, pods);
  const counted = [...owned, ...adopt];
  const labels = Object.entries(controller.spec.template?.metadata.labels ?? {});
  const status = make('ReplicationControllerStatus', {
    replicas: counted.length,
    fullyLabeledReplicas: counted.filter((pod) => labels.every(([key, value]) => pod.metadata.labels[key] === value))
      .length,
    readyReplicas: counted.filter(isPodReady).length,
    availableReplicas: counted.filter((pod) => availableInMs(controller, pod, nowMs) === 0).length,
    observedGeneration: controller.metadata.generation,
    conditions: failureConditions(controller.status.conditions, failure, nowMs),
  });
  return sameStatus(status, controller.status) ? undefined : status;
}

function failureConditions(before: readonly Condition[], failure: ReplicaFailure | undefined, nowMs: number) {
  if (failure === undefined) return before.filter(({ type }) => type !== 'ReplicaFailure');
  const present = findCondition(before, 'ReplicaFailure');
  if (present?.reason === failure.reason && present.message === failure.message) return [...before];
  return setCondition(before, { type: 'ReplicaFailure', status: 'True', ...failure }, new Date(nowMs).toISOString());
}

function sameStatus(a: ReplicationControllerStatus, b: ReplicationControllerStatus): boolean {
  return (
    a.replicas === b.replicas &&
    a.fullyLabeledReplicas === b.fullyLabeledReplicas &&
    a.readyReplicas === b.readyReplicas &&
    a.availableReplicas === b.availableReplicas &&
    a.observedGeneration === b.observedGeneration &&
    a.conditions.length === b.conditions.length &&
    a.conditions.every(({ type, message, reason }) =>
      b.conditions.some((other) => other.type === type && other.message === message && other.reason === reason),
    )
  );
}

/** 0: available now; undefined: not ready. A pod is available once it was ready for minReadySeconds. */
function availableInMs(controller: ReplicationController, pod: Pod, nowMs: number): number | undefined {
  if (!isPodReady(pod)) return undefined;
  const { minReadySeconds } = controller.spec;
  if (minReadySeconds === 0) return 0;
  const readySince = Date.parse(findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '');
  return Number.isNaN(readySince) ? undefined : Math.max(0, readySince + minReadySeconds * 1000 - nowMs);
}

function nextAvailableMs(controller: ReplicationController, pods: readonly Pod[], nowMs: number): number | undefined {
  const waits = pods.map((pod) => availableInMs(controller, pod, nowMs)).filter((ms) => ms !== undefined && ms > 0);
  return waits.length === 0 ? undefined : Math.min(...(waits as number[]));
}

/** Taints of nodes and tolerations of pods, as Kubernetes' `core/v1/helper` compares them. */
import type { Node, Pod, Taint, Toleration } from './gen/types.js';
import { findCondition } from './conditions.js';
import { make } from './codec.js';

/** The node's kubelet says that it is not ready. */
export const taintNotReady = 'node.kubernetes.io/not-ready';
/** Nothing was heard of the node for too long. */
export const taintUnreachable = 'node.kubernetes.io/unreachable';
/** The node is cordoned. */
export const taintUnschedulable = 'node.kubernetes.io/unschedulable';

/** Whether `toleration` puts up with `taint`: an empty key with Exists is any key, an empty effect any effect. */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== '' && toleration.effect !== taint.effect) return false;
  if (toleration.key !== '' && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  return toleration.key !== '' && toleration.value === taint.value;
}

/** The tolerations of `pod` that put up with `taint`. */
export function tolerationsOf(pod: Pod, taint: Taint): Toleration[] {
  return pod.spec.tolerations.filter((toleration) => toleratesTaint(toleration, taint));
}

export function isNodeReady(node: Node): boolean {
  return findCondition(node.status.conditions, 'Ready')?.status === 'True';
}

/**
 * What the node's readiness amounts to as a taint: none when it is ready. Kubernetes' node lifecycle controller writes
 * these taints into the spec; here they follow from the condition, so that the two can never disagree.
 */
export function readinessTaint(node: Node, effect: 'NoSchedule' | 'NoExecute'): Taint | undefined {
  if (isNodeReady(node)) return undefined;
  const unknown = findCondition(node.status.conditions, 'Ready')?.status === 'Unknown';
  return make('Taint', { key: unknown ? taintUnreachable : taintNotReady, effect });
}

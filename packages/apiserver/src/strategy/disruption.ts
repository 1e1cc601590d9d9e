/**
 * Evictions: whether a pod may be taken away on purpose now, by the one disruption budget that selects it, and what the
 * budget says after that. Kubernetes' rules (the eviction subresource of pods). Pure.
 */
import {
  findCondition,
  forbidden,
  internal,
  isPodFinished,
  isTerminating,
  matchesLabelSelector,
  setCondition,
  statusError,
  type ApiStatusError,
  type Pod,
  type PodDisruptionBudget,
} from '@kuorum/api';
import { disruptedPodsMax, evictionRetrySeconds } from '../limits.js';

/** Cause of the refusal, by which clients know that waiting helps. */
export const disruptionBudgetCause = 'DisruptionBudget';

/** Nobody relies on a pod that has not begun, has ended or is going already. */
export function needsBudget(pod: Pod): boolean {
  return !isTerminating(pod) && !isPodFinished(pod) && pod.status.phase !== 'Pending' && pod.status.phase !== '';
}

/** The budget to ask; undefined when none selects the pod. Throws InternalError when several do. */
export function budgetOf<T extends { readonly object: PodDisruptionBudget }>(
  pod: Pod,
  all: readonly T[],
): T | undefined {
  const [first, second] = all.filter(({ object }) => matchesLabelSelector(object.spec.selector, pod.metadata.labels));
  if (second === undefined) return first;
  throw internal('This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
}

/**
 * The budget after it has granted the eviction, or undefined when the pod may go at no expense. Throws TooManyRequests
 * when the budget has nothing to give.
 */
export function grantEviction(pod: Pod, budget: PodDisruptionBudget, now: string): PodDisruptionBudget | undefined {
  const { metadata, spec, status } = budget;
  const { currentHealthy, desiredHealthy, disruptionsAllowed } = status;
  if (!isReady(pod)) {
    if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return undefined;
    // A pod that is not healthy takes nothing from an application that has enough of them.
    if (currentHealthy >= desiredHealthy && desiredHealthy > 0) return undefined;
  }
  if (status.observedGeneration < metadata.generation) {
    throw refusal(`The disruption budget ${metadata.name} is still being processed by the server.`);
  }
  if (disruptionsAllowed < 0)
    throw forbidden('PodDisruptionBudget', metadata.name, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods).length > disruptedPodsMax) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    throw forbidden('PodDisruptionBudget', metadata.name, why);
  }
  if (disruptionsAllowed === 0) {
    const needs = `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
    throw refusal(`The disruption budget ${metadata.name} ${needs}`);
  }
  const left = disruptionsAllowed - 1;
  const exhausted = { type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' } as const;
  return {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: left,
      disruptedPods: { ...status.disruptedPods, [pod.metadata.name]: now },
      conditions: left > 0 ? status.conditions : setCondition(status.conditions, exhausted, now),
    },
  };
}

function refusal(message: string): ApiStatusError {
  const text = "Cannot evict pod as it would violate the pod's disruption budget.";
  const cause = { reason: disruptionBudgetCause, message, field: '' };
  return statusError('TooManyRequests', text, { causes: [cause], retryAfterSeconds: evictionRetrySeconds });
}

function isReady(pod: Pod): boolean {
  return findCondition(pod.status.conditions, 'Ready')?.status === 'True';
}

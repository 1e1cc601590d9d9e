/**
 * Which pods go first when there are too many: those whose loss costs least. Kubernetes' order
 * (`pkg/controller`, ActivePodsWithRanks): not assigned, pending, not ready, more replicas on the same node, ready for
 * a shorter time, more restarts, younger. Names break the last ties, so that the same state gives the same plan.
 */
import { findCondition, isPodBound, isPodReady, type Pod } from '@kuorum/api';

/** The first `count` of `pods` to delete. `replicas` are all pods that count for spread; they include `pods`. */
export function podsToDelete(pods: readonly Pod[], replicas: readonly Pod[], count: number): Pod[] {
  if (count >= pods.length) return [...pods];
  const perNode = new Map<string, number>();
  for (const { spec } of replicas) perNode.set(spec.nodeName, (perNode.get(spec.nodeName) ?? 0) + 1);
  const rankOf = (pod: Pod): number => (isPodBound(pod) ? (perNode.get(pod.spec.nodeName) ?? 0) : 0);
  return [...pods].sort((a, b) => compareForDeletion(a, b, rankOf)).slice(0, count);
}

const phaseOrder: Record<Pod['status']['phase'], number> = {
  '': 0,
  Pending: 0,
  Unknown: 1,
  Running: 2,
  Succeeded: 2,
  Failed: 2,
};

/** Negative when `a` goes before `b`. */
function compareForDeletion(a: Pod, b: Pod, rankOf: (pod: Pod) => number): number {
  return (
    Number(isPodBound(a)) - Number(isPodBound(b)) ||
    phaseOrder[a.status.phase] - phaseOrder[b.status.phase] ||
    Number(isPodReady(a)) - Number(isPodReady(b)) ||
    rankOf(b) - rankOf(a) ||
    compareText(readySince(b), readySince(a)) ||
    restarts(b) - restarts(a) ||
    compareText(b.metadata.creationTimestamp, a.metadata.creationTimestamp) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

/** RFC 3339 times in UTC sort as text; '' when the pod is not ready. */
function readySince(pod: Pod): string {
  return isPodReady(pod) ? (findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime ?? '') : '';
}

/** The worst container counts. */
function restarts(pod: Pod): number {
  return Math.max(0, ...pod.status.containerStatuses.map((status) => status.restartCount));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Which pods go first when there are too many: those whose loss costs least. Kubernetes' order
 * (`pkg/controller`, ActivePodsWithRanks): not assigned, pending, not ready, more replicas on the same node, ready for
 * a shorter time, more restarts, younger. Names break the last ties, so that the same state gives the same plan.
 *
 * Kubernetes counts the replicas of a node once, before anything is deleted, so that the node which has one less than
 * the others keeps all of its own. Here they are counted again after each choice: what stays is spread.
 */
import { mustGet } from '@kuorum/base';
import { findCondition, isPodBound, isPodReady, type Pod } from '@kuorum/api';

/** The `count` pods to delete, first one first. All `pods` when there are no more than that. */
export function podsToDelete(pods: readonly Pod[], count: number): Pod[] {
  if (count >= pods.length) return [...pods];
  const perNode = new Map<string, number>();
  for (const { spec } of pods) perNode.set(spec.nodeName, (perNode.get(spec.nodeName) ?? 0) + 1);
  const rankOf = (pod: Pod): number => (isPodBound(pod) ? (perNode.get(pod.spec.nodeName) ?? 0) : 0);
  const left = [...pods];
  const chosen: Pod[] = [];
  while (chosen.length < count) {
    let first = 0;
    for (let i = 1; i < left.length; i++) {
      if (compareForDeletion(left[i] as Pod, left[first] as Pod, rankOf) < 0) first = i;
    }
    const [pod] = left.splice(first, 1);
    const { nodeName } = mustGet(pod, 'a pod to delete').spec;
    perNode.set(nodeName, (perNode.get(nodeName) ?? 0) - 1);
    chosen.push(pod as Pod);
  }
  return chosen;
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

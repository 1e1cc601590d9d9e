/**
 * Pods that nobody else will remove: finished ones beyond what is kept (oldest first), those bound to a node that no
 * longer exists, and those being deleted that never got a node. Kubernetes' pod garbage collector.
 */
import { isPodBound, isPodFinished, isTerminating, type Pod } from '@kuorum/api';

/** Node name → since when it is seen missing. */
export type PodGcMemory = ReadonlyMap<string, number>;

export interface PodGcObserved {
  readonly pods: readonly Pod[];
  readonly nodeNames: ReadonlySet<string>;
  /** Monotonic. */
  readonly nowMs: number;
  readonly finishedPodsMax: number;
  readonly quarantineMs: number;
}

export interface PodGcAction {
  readonly pod: Pod;
  readonly why: 'finished' | 'nodeGone' | 'neverScheduled';
}

export function planPodGc(
  before: PodGcMemory,
  { pods, nodeNames, nowMs, finishedPodsMax, quarantineMs }: PodGcObserved,
): { readonly memory: PodGcMemory; readonly actions: readonly PodGcAction[] } {
  const memory = new Map<string, number>();
  const actions: PodGcAction[] = [];
  const finished: Pod[] = [];
  for (const pod of pods) {
    const { nodeName } = pod.spec;
    if (isPodBound(pod) && !nodeNames.has(nodeName)) {
      const sinceMs = before.get(nodeName) ?? nowMs;
      memory.set(nodeName, sinceMs);
      // A node that registers late, or a cache that is behind, is no reason to remove anything.
      if (nowMs - sinceMs >= quarantineMs) actions.push({ pod, why: 'nodeGone' });
    } else if (!isPodBound(pod) && isTerminating(pod)) {
      actions.push({ pod, why: 'neverScheduled' });
    } else if (isPodFinished(pod) && !isTerminating(pod)) {
      finished.push(pod);
    }
  }
  const surplus = Math.max(0, finished.length - finishedPodsMax);
  const oldest = finished.sort((a, b) => compareText(creationOf(a), creationOf(b))).slice(0, surplus);
  return { memory, actions: [...actions, ...oldest.map((pod) => ({ pod, why: 'finished' as const }))] };
}

function creationOf(pod: Pod): string {
  return `${pod.metadata.creationTimestamp} ${pod.metadata.namespace}/${pod.metadata.name}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

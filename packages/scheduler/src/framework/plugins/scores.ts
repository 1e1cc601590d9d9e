/** The scores. Weights follow Kubernetes' defaults where it has the plugin. */
import { tolerationsOf } from '@kuorum/api';
import type { ScorePlugin } from '../plugin.js';
import { scoreMax } from '../limits.js';

/** The node that has most left after taking the pod, cpu and memory counting alike. */
export const leastAllocated: ScorePlugin = {
  name: 'LeastAllocated',
  weight: 1,
  score: ({ scoredRequest }, nodes) =>
    nodes.map(({ allocatable, scoredRequested }) => {
      const cpu = freeShare(allocatable.cpuMillis, scoredRequested.cpuMillis + scoredRequest.cpuMillis);
      const memory = freeShare(allocatable.memoryBytes, scoredRequested.memoryBytes + scoredRequest.memoryBytes);
      return ((cpu + memory) / 2) * scoreMax;
    }),
};

/** The node with the fewest replicas of the same controller: one lost node should cost few of them. */
export const replicaSpread: ScorePlugin = {
  name: 'ReplicaSpread',
  weight: 2,
  score: ({ group }, nodes) =>
    fewestFirst(nodes.map(({ groupCounts }) => (group === undefined ? 0 : (groupCounts.get(group) ?? 0)))),
};

/** The node with the fewest pods of any kind. */
export const fewestPods: ScorePlugin = {
  name: 'FewestPods',
  weight: 1,
  score: (_pod, nodes) => fewestFirst(nodes.map(({ pods }) => pods.size)),
};

/** The node with the fewest PreferNoSchedule taints that the pod does not tolerate. */
export const preferredTaints: ScorePlugin = {
  name: 'TaintToleration',
  weight: 3,
  score: ({ pod }, nodes) =>
    fewestFirst(
      nodes.map(
        ({ node }) =>
          node.spec.taints.filter(
            (taint) => taint.effect === 'PreferNoSchedule' && tolerationsOf(pod, taint).length === 0,
          ).length,
      ),
    ),
};

export const defaultScores: readonly ScorePlugin[] = [leastAllocated, replicaSpread, fewestPods, preferredTaints];

function freeShare(allocatable: number, requested: number): number {
  return allocatable <= 0 || requested >= allocatable ? 0 : (allocatable - requested) / allocatable;
}

/** The lowest count gets all points, the highest none; all points for all when there is nothing to count. */
function fewestFirst(counts: readonly number[]): number[] {
  const most = Math.max(0, ...counts);
  return counts.map((count) => (most === 0 ? scoreMax : ((most - count) / most) * scoreMax));
}

/**
 * One decision: filter → score → pick. The same state, pod and Prng give the same answer. Ties are broken by the Prng,
 * so that equal nodes share the load, over nodes in order of name, so that the order of arrival does not matter.
 */
import { mustGet, type Prng } from '@kuorum/base';
import type { Pod } from '@kuorum/api';
import { podInfoOf, type ClusterState, type NodeInfo, type PodInfo } from './cluster-state.js';
import { reasonsMax } from './limits.js';
import type { FilterPlugin, ScorePlugin } from './plugin.js';
import { defaultFilters } from './plugins/filters.js';
import { defaultScores } from './plugins/scores.js';

export interface Plugins {
  readonly filters: readonly FilterPlugin[];
  readonly scores: readonly ScorePlugin[];
}

export const defaultPlugins: Plugins = { filters: defaultFilters, scores: defaultScores };

export type Decision =
  | { readonly type: 'scheduled'; readonly nodeName: string; readonly score: number; readonly feasible: number }
  | { readonly type: 'unschedulable'; readonly message: string };

/**
 * Where `pod` should run, or why nowhere:
 *
 * ```
 * 0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.
 * ```
 */
export function schedule(pod: Pod, state: ClusterState, prng: Prng, plugins: Plugins = defaultPlugins): Decision {
  const info = podInfoOf(pod);
  const nodes = state.nodes();
  if (nodes.length === 0) return { type: 'unschedulable', message: 'no nodes available to schedule pods' };

  const feasible: NodeInfo[] = [];
  const refusals = new Map<string, number>();
  for (const node of nodes) {
    const reasons = whyNot(info, node, plugins.filters);
    if (reasons.length === 0) feasible.push(node);
    for (const reason of reasons) refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
  }
  if (feasible.length === 0) return { type: 'unschedulable', message: explain(nodes.length, refusals) };

  const scores = scoreAll(info, feasible, plugins.scores);
  const best = Math.max(...scores);
  const ties = feasible.filter((_, i) => scores[i] === best);
  const chosen = mustGet(ties[ties.length === 1 ? 0 : prng.int(ties.length)], 'a node with the best score');
  return { type: 'scheduled', nodeName: chosen.node.metadata.name, score: best, feasible: feasible.length };
}

/** The reasons of the first filter that refuses: what comes after would only add noise. */
function whyNot(pod: PodInfo, node: NodeInfo, filters: readonly FilterPlugin[]): readonly string[] {
  for (const plugin of filters) {
    const reasons = plugin.filter(pod, node);
    if (reasons.length > 0) return reasons;
  }
  return [];
}

function scoreAll(pod: PodInfo, nodes: readonly NodeInfo[], plugins: readonly ScorePlugin[]): number[] {
  const totals = nodes.map(() => 0);
  for (const plugin of plugins) {
    plugin.score(pod, nodes).forEach((score, i) => (totals[i] = (totals[i] ?? 0) + plugin.weight * score));
  }
  return totals;
}

function explain(nodes: number, refusals: ReadonlyMap<string, number>): string {
  const reasons = [...refusals].map(([reason, count]) => `${count} ${reason}`).sort();
  const shown = reasons.slice(0, reasonsMax);
  if (shown.length < reasons.length) shown.push(`${reasons.length - shown.length} other reasons`);
  return `0/${nodes} nodes are available: ${shown.join(', ')}.`;
}

/**
 * The two plugin points of the scheduler (Kubernetes' scheduling framework has more: queueSort, preFilter, reserve,
 * permit, bind …; those are fixed steps here). A filter says why a node will not do, in words a person reads in
 * `describe pod`; a score says how good a node is that will do.
 */
import type { NodeInfo, PodInfo } from './cluster-state.js';

export interface FilterPlugin {
  readonly name: string;
  /** Why `pod` cannot run on `node`; empty when it can. Texts are Kubernetes' own where it has one. */
  filter(pod: PodInfo, node: NodeInfo): readonly string[];
}

export interface ScorePlugin {
  readonly name: string;
  /** How much its scores count against those of other plugins. */
  readonly weight: number;
  /** One score a node, 0 to `scoreMax`, in the order of `nodes`: all nodes at once, as most compare them. */
  score(pod: PodInfo, nodes: readonly NodeInfo[]): readonly number[];
}

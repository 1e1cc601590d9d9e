// Original file: proto/kuorum/v1/pod_disruption_budget.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { PodDisruptionBudget as _kuorum_v1_PodDisruptionBudget, PodDisruptionBudget__Output as _kuorum_v1_PodDisruptionBudget__Output } from '../../kuorum/v1/PodDisruptionBudget.js';

export interface PodDisruptionBudgetList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_PodDisruptionBudget)[];
}

export interface PodDisruptionBudgetList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_PodDisruptionBudget__Output)[];
}

// Original file: proto/kuorum/v1/pod_disruption_budget.proto

import type { PodDisruptionBudget as _kuorum_v1_PodDisruptionBudget, PodDisruptionBudget__Output as _kuorum_v1_PodDisruptionBudget__Output } from '../../kuorum/v1/PodDisruptionBudget.js';

export interface PodDisruptionBudgetCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_PodDisruptionBudget | null);
  'dryRun'?: (boolean);
}

export interface PodDisruptionBudgetCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_PodDisruptionBudget__Output | null);
  'dryRun': (boolean);
}

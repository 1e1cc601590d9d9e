// Original file: proto/kuorum/v1/pod_disruption_budget.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { PodDisruptionBudgetSpec as _kuorum_v1_PodDisruptionBudgetSpec, PodDisruptionBudgetSpec__Output as _kuorum_v1_PodDisruptionBudgetSpec__Output } from '../../kuorum/v1/PodDisruptionBudgetSpec.js';
import type { PodDisruptionBudgetStatus as _kuorum_v1_PodDisruptionBudgetStatus, PodDisruptionBudgetStatus__Output as _kuorum_v1_PodDisruptionBudgetStatus__Output } from '../../kuorum/v1/PodDisruptionBudgetStatus.js';

/**
 * How many of the selected pods may be taken away at a time on purpose.
 */
export interface PodDisruptionBudget {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * What is wanted.
   * +required
   */
  'spec'?: (_kuorum_v1_PodDisruptionBudgetSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_PodDisruptionBudgetStatus | null);
}

/**
 * How many of the selected pods may be taken away at a time on purpose.
 */
export interface PodDisruptionBudget__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * What is wanted.
   * +required
   */
  'spec': (_kuorum_v1_PodDisruptionBudgetSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_PodDisruptionBudgetStatus__Output | null);
}

// Original file: proto/kuorum/v1/pod_disruption_budget.proto

import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';

export interface PodDisruptionBudgetStatus {
  'observedGeneration'?: (number);
  /**
   * Pods whose eviction was granted and has not been seen yet, with the time of the grant.
   */
  'disruptedPods'?: ({[key: string]: string});
  /**
   * Evictions that are possible now.
   */
  'disruptionsAllowed'?: (number);
  'currentHealthy'?: (number);
  'desiredHealthy'?: (number);
  'expectedPods'?: (number);
  'conditions'?: (_kuorum_v1_Condition)[];
}

export interface PodDisruptionBudgetStatus__Output {
  'observedGeneration': (number);
  /**
   * Pods whose eviction was granted and has not been seen yet, with the time of the grant.
   */
  'disruptedPods': ({[key: string]: string});
  /**
   * Evictions that are possible now.
   */
  'disruptionsAllowed': (number);
  'currentHealthy': (number);
  'desiredHealthy': (number);
  'expectedPods': (number);
  'conditions': (_kuorum_v1_Condition__Output)[];
}

// Original file: proto/kuorum/v1/affinity.proto

import type { LabelSelector as _kuorum_v1_LabelSelector, LabelSelector__Output as _kuorum_v1_LabelSelector__Output } from '../../kuorum/v1/LabelSelector.js';

/**
 * How evenly matching pods are spread over places.
 */
export interface TopologySpreadConstraint {
  /**
   * How many more of them a place may have than the one that has the fewest.
   */
  'maxSkew'?: (number);
  /**
   * Nodes with the same value of this label are one place.
   */
  'topologyKey'?: (string);
  /**
   * DoNotSchedule or ScheduleAnyway.
   */
  'whenUnsatisfiable'?: (string);
  'labelSelector'?: (_kuorum_v1_LabelSelector | null);
  'minDomains'?: (number);
  '_minDomains'?: "minDomains";
}

/**
 * How evenly matching pods are spread over places.
 */
export interface TopologySpreadConstraint__Output {
  /**
   * How many more of them a place may have than the one that has the fewest.
   */
  'maxSkew': (number);
  /**
   * Nodes with the same value of this label are one place.
   */
  'topologyKey': (string);
  /**
   * DoNotSchedule or ScheduleAnyway.
   */
  'whenUnsatisfiable': (string);
  'labelSelector': (_kuorum_v1_LabelSelector__Output | null);
  'minDomains'?: (number);
  '_minDomains'?: "minDomains";
}

// Original file: proto/kuorum/v1/pod.proto

import type { Preconditions as _kuorum_v1_Preconditions, Preconditions__Output as _kuorum_v1_Preconditions__Output } from '../../kuorum/v1/Preconditions.js';

export interface EvictRequest {
  'namespace'?: (string);
  'name'?: (string);
  /**
   * Overrides the pod's own grace period; 0 deletes at once.
   */
  'gracePeriodSeconds'?: (number);
  'preconditions'?: (_kuorum_v1_Preconditions | null);
  /**
   * +enum=Background|Foreground|Orphan
   */
  'propagationPolicy'?: (string);
  'dryRun'?: (boolean);
  '_gracePeriodSeconds'?: "gracePeriodSeconds";
}

export interface EvictRequest__Output {
  'namespace': (string);
  'name': (string);
  /**
   * Overrides the pod's own grace period; 0 deletes at once.
   */
  'gracePeriodSeconds'?: (number);
  'preconditions': (_kuorum_v1_Preconditions__Output | null);
  /**
   * +enum=Background|Foreground|Orphan
   */
  'propagationPolicy': (string);
  'dryRun': (boolean);
  '_gracePeriodSeconds'?: "gracePeriodSeconds";
}

// Original file: proto/kuorum/v1/meta.proto

import type { Preconditions as _kuorum_v1_Preconditions, Preconditions__Output as _kuorum_v1_Preconditions__Output } from '../../kuorum/v1/Preconditions.js';

export interface DeleteRequest {
  'namespace'?: (string);
  'name'?: (string);
  /**
   * Overrides the object's own grace period; 0 deletes at once.
   */
  'gracePeriodSeconds'?: (number);
  'preconditions'?: (_kuorum_v1_Preconditions | null);
  /**
   * What happens to objects owned by this one. Background by default.
   * +enum=Background|Foreground|Orphan
   */
  'propagationPolicy'?: (string);
  'dryRun'?: (boolean);
  '_gracePeriodSeconds'?: "gracePeriodSeconds";
}

export interface DeleteRequest__Output {
  'namespace': (string);
  'name': (string);
  /**
   * Overrides the object's own grace period; 0 deletes at once.
   */
  'gracePeriodSeconds'?: (number);
  'preconditions': (_kuorum_v1_Preconditions__Output | null);
  /**
   * What happens to objects owned by this one. Background by default.
   * +enum=Background|Foreground|Orphan
   */
  'propagationPolicy': (string);
  'dryRun': (boolean);
  '_gracePeriodSeconds'?: "gracePeriodSeconds";
}

// Original file: proto/kuorum/v1/priority_class.proto

import type { PriorityClass as _kuorum_v1_PriorityClass, PriorityClass__Output as _kuorum_v1_PriorityClass__Output } from '../../kuorum/v1/PriorityClass.js';

export interface PriorityClassUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_PriorityClass | null);
  'dryRun'?: (boolean);
}

export interface PriorityClassUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_PriorityClass__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/priority_class.proto

import type { PriorityClass as _kuorum_v1_PriorityClass, PriorityClass__Output as _kuorum_v1_PriorityClass__Output } from '../../kuorum/v1/PriorityClass.js';

export interface PriorityClassWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_PriorityClass | null);
}

export interface PriorityClassWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_PriorityClass__Output | null);
}

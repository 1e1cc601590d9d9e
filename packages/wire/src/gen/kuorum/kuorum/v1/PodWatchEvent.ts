// Original file: proto/kuorum/v1/pod.proto

import type { Pod as _kuorum_v1_Pod, Pod__Output as _kuorum_v1_Pod__Output } from '../../kuorum/v1/Pod.js';

export interface PodWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Pod | null);
}

export interface PodWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Pod__Output | null);
}

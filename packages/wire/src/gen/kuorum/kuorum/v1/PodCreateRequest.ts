// Original file: proto/kuorum/v1/pod.proto

import type { Pod as _kuorum_v1_Pod, Pod__Output as _kuorum_v1_Pod__Output } from '../../kuorum/v1/Pod.js';

export interface PodCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Pod | null);
  'dryRun'?: (boolean);
}

export interface PodCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Pod__Output | null);
  'dryRun': (boolean);
}

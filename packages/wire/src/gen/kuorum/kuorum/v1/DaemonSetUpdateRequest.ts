// Original file: proto/kuorum/v1/daemon_set.proto

import type { DaemonSet as _kuorum_v1_DaemonSet, DaemonSet__Output as _kuorum_v1_DaemonSet__Output } from '../../kuorum/v1/DaemonSet.js';

export interface DaemonSetUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_DaemonSet | null);
  'dryRun'?: (boolean);
}

export interface DaemonSetUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_DaemonSet__Output | null);
  'dryRun': (boolean);
}

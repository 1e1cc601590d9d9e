// Original file: proto/kuorum/v1/daemon_set.proto

import type { DaemonSet as _kuorum_v1_DaemonSet, DaemonSet__Output as _kuorum_v1_DaemonSet__Output } from '../../kuorum/v1/DaemonSet.js';

export interface DaemonSetWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_DaemonSet | null);
}

export interface DaemonSetWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_DaemonSet__Output | null);
}

// Original file: proto/kuorum/v1/daemon_set.proto

import type { RollingUpdateDaemonSet as _kuorum_v1_RollingUpdateDaemonSet, RollingUpdateDaemonSet__Output as _kuorum_v1_RollingUpdateDaemonSet__Output } from '../../kuorum/v1/RollingUpdateDaemonSet.js';

export interface DaemonSetUpdateStrategy {
  /**
   * OnDelete replaces a pod when somebody deletes it; RollingUpdate, the default, by itself.
   * +enum=RollingUpdate|OnDelete
   */
  'type'?: (string);
  'rollingUpdate'?: (_kuorum_v1_RollingUpdateDaemonSet | null);
}

export interface DaemonSetUpdateStrategy__Output {
  /**
   * OnDelete replaces a pod when somebody deletes it; RollingUpdate, the default, by itself.
   * +enum=RollingUpdate|OnDelete
   */
  'type': (string);
  'rollingUpdate': (_kuorum_v1_RollingUpdateDaemonSet__Output | null);
}

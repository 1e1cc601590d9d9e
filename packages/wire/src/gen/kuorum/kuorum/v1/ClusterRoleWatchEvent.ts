// Original file: proto/kuorum/v1/rbac.proto

import type { ClusterRole as _kuorum_v1_ClusterRole, ClusterRole__Output as _kuorum_v1_ClusterRole__Output } from '../../kuorum/v1/ClusterRole.js';

export interface ClusterRoleWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ClusterRole | null);
}

export interface ClusterRoleWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_ClusterRole__Output | null);
}

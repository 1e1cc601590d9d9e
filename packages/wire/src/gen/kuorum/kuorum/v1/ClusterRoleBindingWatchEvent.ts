// Original file: proto/kuorum/v1/rbac.proto

import type { ClusterRoleBinding as _kuorum_v1_ClusterRoleBinding, ClusterRoleBinding__Output as _kuorum_v1_ClusterRoleBinding__Output } from '../../kuorum/v1/ClusterRoleBinding.js';

export interface ClusterRoleBindingWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ClusterRoleBinding | null);
}

export interface ClusterRoleBindingWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_ClusterRoleBinding__Output | null);
}

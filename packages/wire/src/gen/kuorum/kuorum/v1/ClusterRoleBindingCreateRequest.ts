// Original file: proto/kuorum/v1/rbac.proto

import type { ClusterRoleBinding as _kuorum_v1_ClusterRoleBinding, ClusterRoleBinding__Output as _kuorum_v1_ClusterRoleBinding__Output } from '../../kuorum/v1/ClusterRoleBinding.js';

export interface ClusterRoleBindingCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ClusterRoleBinding | null);
  'dryRun'?: (boolean);
}

export interface ClusterRoleBindingCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_ClusterRoleBinding__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/rbac.proto

import type { ClusterRole as _kuorum_v1_ClusterRole, ClusterRole__Output as _kuorum_v1_ClusterRole__Output } from '../../kuorum/v1/ClusterRole.js';

export interface ClusterRoleUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ClusterRole | null);
  'dryRun'?: (boolean);
}

export interface ClusterRoleUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_ClusterRole__Output | null);
  'dryRun': (boolean);
}

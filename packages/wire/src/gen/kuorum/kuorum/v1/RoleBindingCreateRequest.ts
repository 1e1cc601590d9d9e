// Original file: proto/kuorum/v1/rbac.proto

import type { RoleBinding as _kuorum_v1_RoleBinding, RoleBinding__Output as _kuorum_v1_RoleBinding__Output } from '../../kuorum/v1/RoleBinding.js';

export interface RoleBindingCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_RoleBinding | null);
  'dryRun'?: (boolean);
}

export interface RoleBindingCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_RoleBinding__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/rbac.proto

import type { RoleBinding as _kuorum_v1_RoleBinding, RoleBinding__Output as _kuorum_v1_RoleBinding__Output } from '../../kuorum/v1/RoleBinding.js';

export interface RoleBindingWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_RoleBinding | null);
}

export interface RoleBindingWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_RoleBinding__Output | null);
}

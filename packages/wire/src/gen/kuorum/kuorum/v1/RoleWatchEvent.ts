// Original file: proto/kuorum/v1/rbac.proto

import type { Role as _kuorum_v1_Role, Role__Output as _kuorum_v1_Role__Output } from '../../kuorum/v1/Role.js';

export interface RoleWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Role | null);
}

export interface RoleWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Role__Output | null);
}

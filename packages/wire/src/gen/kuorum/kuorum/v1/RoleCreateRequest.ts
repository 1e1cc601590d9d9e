// Original file: proto/kuorum/v1/rbac.proto

import type { Role as _kuorum_v1_Role, Role__Output as _kuorum_v1_Role__Output } from '../../kuorum/v1/Role.js';

export interface RoleCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Role | null);
  'dryRun'?: (boolean);
}

export interface RoleCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Role__Output | null);
  'dryRun': (boolean);
}

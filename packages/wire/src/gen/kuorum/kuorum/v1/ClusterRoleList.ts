// Original file: proto/kuorum/v1/rbac.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { ClusterRole as _kuorum_v1_ClusterRole, ClusterRole__Output as _kuorum_v1_ClusterRole__Output } from '../../kuorum/v1/ClusterRole.js';

export interface ClusterRoleList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_ClusterRole)[];
}

export interface ClusterRoleList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_ClusterRole__Output)[];
}

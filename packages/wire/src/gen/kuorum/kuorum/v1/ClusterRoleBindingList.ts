// Original file: proto/kuorum/v1/rbac.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { ClusterRoleBinding as _kuorum_v1_ClusterRoleBinding, ClusterRoleBinding__Output as _kuorum_v1_ClusterRoleBinding__Output } from '../../kuorum/v1/ClusterRoleBinding.js';

export interface ClusterRoleBindingList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_ClusterRoleBinding)[];
}

export interface ClusterRoleBindingList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_ClusterRoleBinding__Output)[];
}

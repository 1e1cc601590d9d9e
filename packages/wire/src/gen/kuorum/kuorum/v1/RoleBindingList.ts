// Original file: proto/kuorum/v1/rbac.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { RoleBinding as _kuorum_v1_RoleBinding, RoleBinding__Output as _kuorum_v1_RoleBinding__Output } from '../../kuorum/v1/RoleBinding.js';

export interface RoleBindingList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_RoleBinding)[];
}

export interface RoleBindingList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_RoleBinding__Output)[];
}

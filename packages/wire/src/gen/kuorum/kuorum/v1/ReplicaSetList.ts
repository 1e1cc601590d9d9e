// Original file: proto/kuorum/v1/replica_set.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { ReplicaSet as _kuorum_v1_ReplicaSet, ReplicaSet__Output as _kuorum_v1_ReplicaSet__Output } from '../../kuorum/v1/ReplicaSet.js';

export interface ReplicaSetList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_ReplicaSet)[];
}

export interface ReplicaSetList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_ReplicaSet__Output)[];
}

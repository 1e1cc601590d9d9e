// Original file: proto/kuorum/v1/replica_set.proto

import type { ReplicaSet as _kuorum_v1_ReplicaSet, ReplicaSet__Output as _kuorum_v1_ReplicaSet__Output } from '../../kuorum/v1/ReplicaSet.js';

export interface ReplicaSetUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ReplicaSet | null);
  'dryRun'?: (boolean);
}

export interface ReplicaSetUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_ReplicaSet__Output | null);
  'dryRun': (boolean);
}

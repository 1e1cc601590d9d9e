// Original file: proto/kuorum/v1/replica_set.proto

import type { ReplicaSet as _kuorum_v1_ReplicaSet, ReplicaSet__Output as _kuorum_v1_ReplicaSet__Output } from '../../kuorum/v1/ReplicaSet.js';

export interface ReplicaSetWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ReplicaSet | null);
}

export interface ReplicaSetWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_ReplicaSet__Output | null);
}

// Original file: proto/kuorum/v1/replica_set.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { ReplicaSetSpec as _kuorum_v1_ReplicaSetSpec, ReplicaSetSpec__Output as _kuorum_v1_ReplicaSetSpec__Output } from '../../kuorum/v1/ReplicaSetSpec.js';
import type { ReplicaSetStatus as _kuorum_v1_ReplicaSetStatus, ReplicaSetStatus__Output as _kuorum_v1_ReplicaSetStatus__Output } from '../../kuorum/v1/ReplicaSetStatus.js';

/**
 * Keeps a number of equal pods running; usually made by a Deployment.
 */
export interface ReplicaSet {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * What is wanted.
   * +required
   */
  'spec'?: (_kuorum_v1_ReplicaSetSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_ReplicaSetStatus | null);
}

/**
 * Keeps a number of equal pods running; usually made by a Deployment.
 */
export interface ReplicaSet__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * What is wanted.
   * +required
   */
  'spec': (_kuorum_v1_ReplicaSetSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_ReplicaSetStatus__Output | null);
}

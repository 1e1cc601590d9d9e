// Original file: proto/kuorum/v1/deployment.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.js';

export interface RollingUpdateDeployment {
  /**
   * Pods that may be missing during a rollout, as a number or as a share of the replicas, rounded down; 25% by default.
   */
  'maxUnavailable'?: (_google_protobuf_Value | null);
  /**
   * Pods that there may be beyond the replicas, as a number or as a share of them, rounded up; 25% by default.
   */
  'maxSurge'?: (_google_protobuf_Value | null);
}

export interface RollingUpdateDeployment__Output {
  /**
   * Pods that may be missing during a rollout, as a number or as a share of the replicas, rounded down; 25% by default.
   */
  'maxUnavailable': (_google_protobuf_Value__Output | null);
  /**
   * Pods that there may be beyond the replicas, as a number or as a share of them, rounded up; 25% by default.
   */
  'maxSurge': (_google_protobuf_Value__Output | null);
}

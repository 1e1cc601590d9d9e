// Original file: proto/kuorum/v1/pod.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { PodSpec as _kuorum_v1_PodSpec, PodSpec__Output as _kuorum_v1_PodSpec__Output } from '../../kuorum/v1/PodSpec.js';
import type { PodStatus as _kuorum_v1_PodStatus, PodStatus__Output as _kuorum_v1_PodStatus__Output } from '../../kuorum/v1/PodStatus.js';

/**
 * Containers that run together on one node and share its network address.
 */
export interface Pod {
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
  'spec'?: (_kuorum_v1_PodSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_PodStatus | null);
}

/**
 * Containers that run together on one node and share its network address.
 */
export interface Pod__Output {
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
  'spec': (_kuorum_v1_PodSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_PodStatus__Output | null);
}

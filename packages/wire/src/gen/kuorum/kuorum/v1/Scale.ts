// Original file: proto/kuorum/v1/meta.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { ScaleSpec as _kuorum_v1_ScaleSpec, ScaleSpec__Output as _kuorum_v1_ScaleSpec__Output } from '../../kuorum/v1/ScaleSpec.js';
import type { ScaleStatus as _kuorum_v1_ScaleStatus, ScaleStatus__Output as _kuorum_v1_ScaleStatus__Output } from '../../kuorum/v1/ScaleStatus.js';

/**
 * How many replicas something has, of any kind that can be scaled; Kubernetes' autoscaling/v1.
 */
export interface Scale {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * +required
   */
  'spec'?: (_kuorum_v1_ScaleSpec | null);
  /**
   * +required
   */
  'status'?: (_kuorum_v1_ScaleStatus | null);
}

/**
 * How many replicas something has, of any kind that can be scaled; Kubernetes' autoscaling/v1.
 */
export interface Scale__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * +required
   */
  'spec': (_kuorum_v1_ScaleSpec__Output | null);
  /**
   * +required
   */
  'status': (_kuorum_v1_ScaleStatus__Output | null);
}

// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { HorizontalPodAutoscalerSpec as _kuorum_v1_HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerSpec__Output as _kuorum_v1_HorizontalPodAutoscalerSpec__Output } from '../../kuorum/v1/HorizontalPodAutoscalerSpec.js';
import type { HorizontalPodAutoscalerStatus as _kuorum_v1_HorizontalPodAutoscalerStatus, HorizontalPodAutoscalerStatus__Output as _kuorum_v1_HorizontalPodAutoscalerStatus__Output } from '../../kuorum/v1/HorizontalPodAutoscalerStatus.js';

/**
 * Changes the replicas of another object so that its pods use what they should.
 */
export interface HorizontalPodAutoscaler {
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
  'spec'?: (_kuorum_v1_HorizontalPodAutoscalerSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_HorizontalPodAutoscalerStatus | null);
}

/**
 * Changes the replicas of another object so that its pods use what they should.
 */
export interface HorizontalPodAutoscaler__Output {
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
  'spec': (_kuorum_v1_HorizontalPodAutoscalerSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_HorizontalPodAutoscalerStatus__Output | null);
}

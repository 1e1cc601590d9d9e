// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { HorizontalPodAutoscaler as _kuorum_v1_HorizontalPodAutoscaler, HorizontalPodAutoscaler__Output as _kuorum_v1_HorizontalPodAutoscaler__Output } from '../../kuorum/v1/HorizontalPodAutoscaler.js';

export interface HorizontalPodAutoscalerCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_HorizontalPodAutoscaler | null);
  'dryRun'?: (boolean);
}

export interface HorizontalPodAutoscalerCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_HorizontalPodAutoscaler__Output | null);
  'dryRun': (boolean);
}

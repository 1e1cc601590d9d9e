// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { HorizontalPodAutoscaler as _kuorum_v1_HorizontalPodAutoscaler, HorizontalPodAutoscaler__Output as _kuorum_v1_HorizontalPodAutoscaler__Output } from '../../kuorum/v1/HorizontalPodAutoscaler.js';

export interface HorizontalPodAutoscalerWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_HorizontalPodAutoscaler | null);
}

export interface HorizontalPodAutoscalerWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_HorizontalPodAutoscaler__Output | null);
}

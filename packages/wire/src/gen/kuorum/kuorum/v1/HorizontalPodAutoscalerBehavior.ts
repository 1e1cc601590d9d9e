// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { HPAScalingRules as _kuorum_v1_HPAScalingRules, HPAScalingRules__Output as _kuorum_v1_HPAScalingRules__Output } from '../../kuorum/v1/HPAScalingRules.js';

/**
 * How fast replicas may change.
 */
export interface HorizontalPodAutoscalerBehavior {
  'scaleUp'?: (_kuorum_v1_HPAScalingRules | null);
  'scaleDown'?: (_kuorum_v1_HPAScalingRules | null);
}

/**
 * How fast replicas may change.
 */
export interface HorizontalPodAutoscalerBehavior__Output {
  'scaleUp': (_kuorum_v1_HPAScalingRules__Output | null);
  'scaleDown': (_kuorum_v1_HPAScalingRules__Output | null);
}

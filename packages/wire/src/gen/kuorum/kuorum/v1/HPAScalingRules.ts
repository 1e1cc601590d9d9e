// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { HPAScalingPolicy as _kuorum_v1_HPAScalingPolicy, HPAScalingPolicy__Output as _kuorum_v1_HPAScalingPolicy__Output } from '../../kuorum/v1/HPAScalingPolicy.js';

export interface HPAScalingRules {
  /**
   * Seconds over which earlier recommendations count: the smallest of them when growing, the largest when shrinking.
   */
  'stabilizationWindowSeconds'?: (number);
  /**
   * Which policy counts: the one that allows most change (the default), the one that allows least, or none at all.
   * +enum=Max|Min|Disabled
   */
  'selectPolicy'?: (string);
  'policies'?: (_kuorum_v1_HPAScalingPolicy)[];
  '_stabilizationWindowSeconds'?: "stabilizationWindowSeconds";
}

export interface HPAScalingRules__Output {
  /**
   * Seconds over which earlier recommendations count: the smallest of them when growing, the largest when shrinking.
   */
  'stabilizationWindowSeconds'?: (number);
  /**
   * Which policy counts: the one that allows most change (the default), the one that allows least, or none at all.
   * +enum=Max|Min|Disabled
   */
  'selectPolicy': (string);
  'policies': (_kuorum_v1_HPAScalingPolicy__Output)[];
  '_stabilizationWindowSeconds'?: "stabilizationWindowSeconds";
}

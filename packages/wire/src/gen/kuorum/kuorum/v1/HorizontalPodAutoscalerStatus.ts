// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { MetricStatus as _kuorum_v1_MetricStatus, MetricStatus__Output as _kuorum_v1_MetricStatus__Output } from '../../kuorum/v1/MetricStatus.js';
import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';

export interface HorizontalPodAutoscalerStatus {
  'observedGeneration'?: (number);
  'lastScaleTime'?: (string);
  'currentReplicas'?: (number);
  'desiredReplicas'?: (number);
  'currentMetrics'?: (_kuorum_v1_MetricStatus)[];
  'conditions'?: (_kuorum_v1_Condition)[];
}

export interface HorizontalPodAutoscalerStatus__Output {
  'observedGeneration': (number);
  'lastScaleTime': (string);
  'currentReplicas': (number);
  'desiredReplicas': (number);
  'currentMetrics': (_kuorum_v1_MetricStatus__Output)[];
  'conditions': (_kuorum_v1_Condition__Output)[];
}

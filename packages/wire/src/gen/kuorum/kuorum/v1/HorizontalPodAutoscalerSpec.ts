// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { CrossVersionObjectReference as _kuorum_v1_CrossVersionObjectReference, CrossVersionObjectReference__Output as _kuorum_v1_CrossVersionObjectReference__Output } from '../../kuorum/v1/CrossVersionObjectReference.js';
import type { MetricSpec as _kuorum_v1_MetricSpec, MetricSpec__Output as _kuorum_v1_MetricSpec__Output } from '../../kuorum/v1/MetricSpec.js';
import type { HorizontalPodAutoscalerBehavior as _kuorum_v1_HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerBehavior__Output as _kuorum_v1_HorizontalPodAutoscalerBehavior__Output } from '../../kuorum/v1/HorizontalPodAutoscalerBehavior.js';

export interface HorizontalPodAutoscalerSpec {
  /**
   * The object whose replicas are changed.
   * +required
   */
  'scaleTargetRef'?: (_kuorum_v1_CrossVersionObjectReference | null);
  /**
   * 1 by default.
   */
  'minReplicas'?: (number);
  'maxReplicas'?: (number);
  /**
   * What to go by; the metric that asks for most replicas decides. 80% of the requested cpu by default.
   */
  'metrics'?: (_kuorum_v1_MetricSpec)[];
  'behavior'?: (_kuorum_v1_HorizontalPodAutoscalerBehavior | null);
  '_minReplicas'?: "minReplicas";
}

export interface HorizontalPodAutoscalerSpec__Output {
  /**
   * The object whose replicas are changed.
   * +required
   */
  'scaleTargetRef': (_kuorum_v1_CrossVersionObjectReference__Output | null);
  /**
   * 1 by default.
   */
  'minReplicas'?: (number);
  'maxReplicas': (number);
  /**
   * What to go by; the metric that asks for most replicas decides. 80% of the requested cpu by default.
   */
  'metrics': (_kuorum_v1_MetricSpec__Output)[];
  'behavior': (_kuorum_v1_HorizontalPodAutoscalerBehavior__Output | null);
  '_minReplicas'?: "minReplicas";
}

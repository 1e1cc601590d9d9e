// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { MetricTarget as _kuorum_v1_MetricTarget, MetricTarget__Output as _kuorum_v1_MetricTarget__Output } from '../../kuorum/v1/MetricTarget.js';

/**
 * What whole pods use of a resource.
 */
export interface ResourceMetricSource {
  /**
   * Such as cpu or memory.
   */
  'name'?: (string);
  /**
   * +required
   */
  'target'?: (_kuorum_v1_MetricTarget | null);
}

/**
 * What whole pods use of a resource.
 */
export interface ResourceMetricSource__Output {
  /**
   * Such as cpu or memory.
   */
  'name': (string);
  /**
   * +required
   */
  'target': (_kuorum_v1_MetricTarget__Output | null);
}

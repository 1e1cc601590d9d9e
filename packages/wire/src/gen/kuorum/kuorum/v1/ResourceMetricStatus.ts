// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { MetricValueStatus as _kuorum_v1_MetricValueStatus, MetricValueStatus__Output as _kuorum_v1_MetricValueStatus__Output } from '../../kuorum/v1/MetricValueStatus.js';

export interface ResourceMetricStatus {
  'name'?: (string);
  /**
   * +required
   */
  'current'?: (_kuorum_v1_MetricValueStatus | null);
}

export interface ResourceMetricStatus__Output {
  'name': (string);
  /**
   * +required
   */
  'current': (_kuorum_v1_MetricValueStatus__Output | null);
}

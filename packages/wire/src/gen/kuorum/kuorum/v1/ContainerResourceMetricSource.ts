// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { MetricTarget as _kuorum_v1_MetricTarget, MetricTarget__Output as _kuorum_v1_MetricTarget__Output } from '../../kuorum/v1/MetricTarget.js';

/**
 * What one container of each pod uses of a resource.
 */
export interface ContainerResourceMetricSource {
  'name'?: (string);
  /**
   * +required
   */
  'target'?: (_kuorum_v1_MetricTarget | null);
  'container'?: (string);
}

/**
 * What one container of each pod uses of a resource.
 */
export interface ContainerResourceMetricSource__Output {
  'name': (string);
  /**
   * +required
   */
  'target': (_kuorum_v1_MetricTarget__Output | null);
  'container': (string);
}

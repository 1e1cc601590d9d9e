// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { ResourceMetricSource as _kuorum_v1_ResourceMetricSource, ResourceMetricSource__Output as _kuorum_v1_ResourceMetricSource__Output } from '../../kuorum/v1/ResourceMetricSource.js';
import type { ContainerResourceMetricSource as _kuorum_v1_ContainerResourceMetricSource, ContainerResourceMetricSource__Output as _kuorum_v1_ContainerResourceMetricSource__Output } from '../../kuorum/v1/ContainerResourceMetricSource.js';

/**
 * One of resource and containerResource is given, as type says.
 */
export interface MetricSpec {
  /**
   * +enum=Resource|ContainerResource
   */
  'type'?: (string);
  'resource'?: (_kuorum_v1_ResourceMetricSource | null);
  'containerResource'?: (_kuorum_v1_ContainerResourceMetricSource | null);
}

/**
 * One of resource and containerResource is given, as type says.
 */
export interface MetricSpec__Output {
  /**
   * +enum=Resource|ContainerResource
   */
  'type': (string);
  'resource': (_kuorum_v1_ResourceMetricSource__Output | null);
  'containerResource': (_kuorum_v1_ContainerResourceMetricSource__Output | null);
}

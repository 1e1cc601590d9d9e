// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { ResourceMetricStatus as _kuorum_v1_ResourceMetricStatus, ResourceMetricStatus__Output as _kuorum_v1_ResourceMetricStatus__Output } from '../../kuorum/v1/ResourceMetricStatus.js';
import type { ContainerResourceMetricStatus as _kuorum_v1_ContainerResourceMetricStatus, ContainerResourceMetricStatus__Output as _kuorum_v1_ContainerResourceMetricStatus__Output } from '../../kuorum/v1/ContainerResourceMetricStatus.js';

export interface MetricStatus {
  /**
   * +enum=Resource|ContainerResource
   */
  'type'?: (string);
  'resource'?: (_kuorum_v1_ResourceMetricStatus | null);
  'containerResource'?: (_kuorum_v1_ContainerResourceMetricStatus | null);
}

export interface MetricStatus__Output {
  /**
   * +enum=Resource|ContainerResource
   */
  'type': (string);
  'resource': (_kuorum_v1_ResourceMetricStatus__Output | null);
  'containerResource': (_kuorum_v1_ContainerResourceMetricStatus__Output | null);
}

// Original file: proto/kuorum/v1/metrics.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { ContainerMetrics as _kuorum_v1_ContainerMetrics, ContainerMetrics__Output as _kuorum_v1_ContainerMetrics__Output } from '../../kuorum/v1/ContainerMetrics.js';

/**
 * What the containers of a pod use. Pods of which nothing runs have none.
 */
export interface PodMetrics {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * Name, namespace and labels of the pod.
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * RFC 3339 time of the measurement.
   */
  'timestamp'?: (string);
  /**
   * Time that the use of the processor is averaged over, up to timestamp, such as 15s.
   */
  'window'?: (string);
  'containers'?: (_kuorum_v1_ContainerMetrics)[];
}

/**
 * What the containers of a pod use. Pods of which nothing runs have none.
 */
export interface PodMetrics__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * Name, namespace and labels of the pod.
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * RFC 3339 time of the measurement.
   */
  'timestamp': (string);
  /**
   * Time that the use of the processor is averaged over, up to timestamp, such as 15s.
   */
  'window': (string);
  'containers': (_kuorum_v1_ContainerMetrics__Output)[];
}

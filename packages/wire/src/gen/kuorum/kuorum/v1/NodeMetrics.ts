// Original file: proto/kuorum/v1/metrics.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';

/**
 * What a node uses (metrics.k8s.io/v1beta1). Measured when asked for, never stored.
 */
export interface NodeMetrics {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * Name and labels of the node.
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
  /**
   * cpu in cores; memory, the working set, in bytes.
   * +quantity
   */
  'usage'?: ({[key: string]: string});
}

/**
 * What a node uses (metrics.k8s.io/v1beta1). Measured when asked for, never stored.
 */
export interface NodeMetrics__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * Name and labels of the node.
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
  /**
   * cpu in cores; memory, the working set, in bytes.
   * +quantity
   */
  'usage': ({[key: string]: string});
}

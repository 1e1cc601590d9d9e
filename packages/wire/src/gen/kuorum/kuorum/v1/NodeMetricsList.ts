// Original file: proto/kuorum/v1/metrics.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { NodeMetrics as _kuorum_v1_NodeMetrics, NodeMetrics__Output as _kuorum_v1_NodeMetrics__Output } from '../../kuorum/v1/NodeMetrics.js';

export interface NodeMetricsList {
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_NodeMetrics)[];
  /**
   * A line for each node that could not be asked.
   */
  'warnings'?: (string)[];
}

export interface NodeMetricsList__Output {
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_NodeMetrics__Output)[];
  /**
   * A line for each node that could not be asked.
   */
  'warnings': (string)[];
}

// Original file: proto/kuorum/v1/metrics.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { PodMetrics as _kuorum_v1_PodMetrics, PodMetrics__Output as _kuorum_v1_PodMetrics__Output } from '../../kuorum/v1/PodMetrics.js';

export interface PodMetricsList {
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_PodMetrics)[];
  /**
   * A line for each node that could not be asked; metrics of its pods are missing.
   */
  'warnings'?: (string)[];
}

export interface PodMetricsList__Output {
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_PodMetrics__Output)[];
  /**
   * A line for each node that could not be asked; metrics of its pods are missing.
   */
  'warnings': (string)[];
}

// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { HorizontalPodAutoscaler as _kuorum_v1_HorizontalPodAutoscaler, HorizontalPodAutoscaler__Output as _kuorum_v1_HorizontalPodAutoscaler__Output } from '../../kuorum/v1/HorizontalPodAutoscaler.js';

export interface HorizontalPodAutoscalerList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_HorizontalPodAutoscaler)[];
}

export interface HorizontalPodAutoscalerList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_HorizontalPodAutoscaler__Output)[];
}

// Original file: proto/kuorum/v1/pod.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { Pod as _kuorum_v1_Pod, Pod__Output as _kuorum_v1_Pod__Output } from '../../kuorum/v1/Pod.js';

export interface PodList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_Pod)[];
}

export interface PodList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_Pod__Output)[];
}

// Original file: proto/kuorum/v1/priority_class.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { PriorityClass as _kuorum_v1_PriorityClass, PriorityClass__Output as _kuorum_v1_PriorityClass__Output } from '../../kuorum/v1/PriorityClass.js';

export interface PriorityClassList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_PriorityClass)[];
}

export interface PriorityClassList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_PriorityClass__Output)[];
}

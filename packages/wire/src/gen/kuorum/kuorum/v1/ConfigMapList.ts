// Original file: proto/kuorum/v1/config_map.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { ConfigMap as _kuorum_v1_ConfigMap, ConfigMap__Output as _kuorum_v1_ConfigMap__Output } from '../../kuorum/v1/ConfigMap.js';

export interface ConfigMapList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_ConfigMap)[];
}

export interface ConfigMapList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_ConfigMap__Output)[];
}

// Original file: proto/kuorum/v1/config_map.proto

import type { ConfigMap as _kuorum_v1_ConfigMap, ConfigMap__Output as _kuorum_v1_ConfigMap__Output } from '../../kuorum/v1/ConfigMap.js';

export interface ConfigMapWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ConfigMap | null);
}

export interface ConfigMapWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_ConfigMap__Output | null);
}

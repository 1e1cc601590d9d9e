// Original file: proto/kuorum/v1/config_map.proto

import type { ConfigMap as _kuorum_v1_ConfigMap, ConfigMap__Output as _kuorum_v1_ConfigMap__Output } from '../../kuorum/v1/ConfigMap.js';

export interface ConfigMapUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ConfigMap | null);
  'dryRun'?: (boolean);
}

export interface ConfigMapUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_ConfigMap__Output | null);
  'dryRun': (boolean);
}

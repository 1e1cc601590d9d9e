// Original file: proto/kuorum/v1/endpoints.proto

import type { Endpoints as _kuorum_v1_Endpoints, Endpoints__Output as _kuorum_v1_Endpoints__Output } from '../../kuorum/v1/Endpoints.js';

export interface EndpointsWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Endpoints | null);
}

export interface EndpointsWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Endpoints__Output | null);
}

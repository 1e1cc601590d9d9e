// Original file: proto/kuorum/v1/endpoints.proto

import type { Endpoints as _kuorum_v1_Endpoints, Endpoints__Output as _kuorum_v1_Endpoints__Output } from '../../kuorum/v1/Endpoints.js';

export interface EndpointsCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Endpoints | null);
  'dryRun'?: (boolean);
}

export interface EndpointsCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Endpoints__Output | null);
  'dryRun': (boolean);
}

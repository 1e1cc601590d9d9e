// Original file: proto/kuorum/v1/service.proto

import type { Service as _kuorum_v1_Service, Service__Output as _kuorum_v1_Service__Output } from '../../kuorum/v1/Service.js';

export interface ServiceCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Service | null);
  'dryRun'?: (boolean);
}

export interface ServiceCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Service__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/service.proto

import type { Service as _kuorum_v1_Service, Service__Output as _kuorum_v1_Service__Output } from '../../kuorum/v1/Service.js';

export interface ServiceWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Service | null);
}

export interface ServiceWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Service__Output | null);
}

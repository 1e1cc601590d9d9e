// Original file: proto/kuorum/v1/service_account.proto

import type { ServiceAccount as _kuorum_v1_ServiceAccount, ServiceAccount__Output as _kuorum_v1_ServiceAccount__Output } from '../../kuorum/v1/ServiceAccount.js';

export interface ServiceAccountWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ServiceAccount | null);
}

export interface ServiceAccountWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_ServiceAccount__Output | null);
}

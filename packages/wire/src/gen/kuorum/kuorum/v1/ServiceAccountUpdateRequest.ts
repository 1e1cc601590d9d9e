// Original file: proto/kuorum/v1/service_account.proto

import type { ServiceAccount as _kuorum_v1_ServiceAccount, ServiceAccount__Output as _kuorum_v1_ServiceAccount__Output } from '../../kuorum/v1/ServiceAccount.js';

export interface ServiceAccountUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ServiceAccount | null);
  'dryRun'?: (boolean);
}

export interface ServiceAccountUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_ServiceAccount__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/lease.proto

import type { Lease as _kuorum_v1_Lease, Lease__Output as _kuorum_v1_Lease__Output } from '../../kuorum/v1/Lease.js';

export interface LeaseCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Lease | null);
  'dryRun'?: (boolean);
}

export interface LeaseCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Lease__Output | null);
  'dryRun': (boolean);
}

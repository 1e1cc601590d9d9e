// Original file: proto/kuorum/v1/lease.proto

import type { Lease as _kuorum_v1_Lease, Lease__Output as _kuorum_v1_Lease__Output } from '../../kuorum/v1/Lease.js';

export interface LeaseWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Lease | null);
}

export interface LeaseWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Lease__Output | null);
}

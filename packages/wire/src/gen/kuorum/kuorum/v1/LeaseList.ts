// Original file: proto/kuorum/v1/lease.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { Lease as _kuorum_v1_Lease, Lease__Output as _kuorum_v1_Lease__Output } from '../../kuorum/v1/Lease.js';

export interface LeaseList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_Lease)[];
}

export interface LeaseList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_Lease__Output)[];
}

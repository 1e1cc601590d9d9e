// Original file: proto/kuorum/v1/service_account.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { ServiceAccount as _kuorum_v1_ServiceAccount, ServiceAccount__Output as _kuorum_v1_ServiceAccount__Output } from '../../kuorum/v1/ServiceAccount.js';

export interface ServiceAccountList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_ServiceAccount)[];
}

export interface ServiceAccountList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_ServiceAccount__Output)[];
}

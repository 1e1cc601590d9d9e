// Original file: proto/kuorum/v1/endpoints.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { Endpoints as _kuorum_v1_Endpoints, Endpoints__Output as _kuorum_v1_Endpoints__Output } from '../../kuorum/v1/Endpoints.js';

export interface EndpointsList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_Endpoints)[];
}

export interface EndpointsList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_Endpoints__Output)[];
}

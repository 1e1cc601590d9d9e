// Original file: proto/kuorum/v1/deployment.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { Deployment as _kuorum_v1_Deployment, Deployment__Output as _kuorum_v1_Deployment__Output } from '../../kuorum/v1/Deployment.js';

export interface DeploymentList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_Deployment)[];
}

export interface DeploymentList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_Deployment__Output)[];
}

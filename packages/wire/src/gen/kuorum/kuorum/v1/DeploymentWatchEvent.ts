// Original file: proto/kuorum/v1/deployment.proto

import type { Deployment as _kuorum_v1_Deployment, Deployment__Output as _kuorum_v1_Deployment__Output } from '../../kuorum/v1/Deployment.js';

export interface DeploymentWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Deployment | null);
}

export interface DeploymentWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Deployment__Output | null);
}

// Original file: proto/kuorum/v1/deployment.proto

import type { Deployment as _kuorum_v1_Deployment, Deployment__Output as _kuorum_v1_Deployment__Output } from '../../kuorum/v1/Deployment.js';

export interface DeploymentUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Deployment | null);
  'dryRun'?: (boolean);
}

export interface DeploymentUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Deployment__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/secret.proto

import type { Secret as _kuorum_v1_Secret, Secret__Output as _kuorum_v1_Secret__Output } from '../../kuorum/v1/Secret.js';

export interface SecretUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Secret | null);
  'dryRun'?: (boolean);
}

export interface SecretUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Secret__Output | null);
  'dryRun': (boolean);
}

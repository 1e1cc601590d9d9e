// Original file: proto/kuorum/v1/service_account.proto

import type { TokenRequestSpec as _kuorum_v1_TokenRequestSpec, TokenRequestSpec__Output as _kuorum_v1_TokenRequestSpec__Output } from '../../kuorum/v1/TokenRequestSpec.js';

export interface TokenCreateRequest {
  'namespace'?: (string);
  /**
   * Of the service account.
   */
  'name'?: (string);
  /**
   * +required
   */
  'spec'?: (_kuorum_v1_TokenRequestSpec | null);
}

export interface TokenCreateRequest__Output {
  'namespace': (string);
  /**
   * Of the service account.
   */
  'name': (string);
  /**
   * +required
   */
  'spec': (_kuorum_v1_TokenRequestSpec__Output | null);
}

// Original file: proto/kuorum/v1/service_account.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { TokenRequestSpec as _kuorum_v1_TokenRequestSpec, TokenRequestSpec__Output as _kuorum_v1_TokenRequestSpec__Output } from '../../kuorum/v1/TokenRequestSpec.js';
import type { TokenRequestStatus as _kuorum_v1_TokenRequestStatus, TokenRequestStatus__Output as _kuorum_v1_TokenRequestStatus__Output } from '../../kuorum/v1/TokenRequestStatus.js';

/**
 * A token that proves that its bearer is the account (authentication.k8s.io/v1). Made, answered and never stored.
 */
export interface TokenRequest {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * What the token was made with.
   * +required
   */
  'spec'?: (_kuorum_v1_TokenRequestSpec | null);
  /**
   * +required
   */
  'status'?: (_kuorum_v1_TokenRequestStatus | null);
}

/**
 * A token that proves that its bearer is the account (authentication.k8s.io/v1). Made, answered and never stored.
 */
export interface TokenRequest__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * What the token was made with.
   * +required
   */
  'spec': (_kuorum_v1_TokenRequestSpec__Output | null);
  /**
   * +required
   */
  'status': (_kuorum_v1_TokenRequestStatus__Output | null);
}

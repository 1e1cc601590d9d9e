// Original file: proto/kuorum/v1/authorization.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { SelfSubjectReviewStatus as _kuorum_v1_SelfSubjectReviewStatus, SelfSubjectReviewStatus__Output as _kuorum_v1_SelfSubjectReviewStatus__Output } from '../../kuorum/v1/SelfSubjectReviewStatus.js';

/**
 * Asks who the caller is (authentication.k8s.io/v1). Answered, never stored.
 */
export interface SelfSubjectReview {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * Filled by the server.
   * +required
   */
  'status'?: (_kuorum_v1_SelfSubjectReviewStatus | null);
}

/**
 * Asks who the caller is (authentication.k8s.io/v1). Answered, never stored.
 */
export interface SelfSubjectReview__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * Filled by the server.
   * +required
   */
  'status': (_kuorum_v1_SelfSubjectReviewStatus__Output | null);
}

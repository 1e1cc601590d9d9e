// Original file: proto/kuorum/v1/authorization.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { SelfSubjectAccessReviewSpec as _kuorum_v1_SelfSubjectAccessReviewSpec, SelfSubjectAccessReviewSpec__Output as _kuorum_v1_SelfSubjectAccessReviewSpec__Output } from '../../kuorum/v1/SelfSubjectAccessReviewSpec.js';
import type { SubjectAccessReviewStatus as _kuorum_v1_SubjectAccessReviewStatus, SubjectAccessReviewStatus__Output as _kuorum_v1_SubjectAccessReviewStatus__Output } from '../../kuorum/v1/SubjectAccessReviewStatus.js';

/**
 * Asks whether the caller may do something (authorization.k8s.io/v1). Answered, never stored.
 */
export interface SelfSubjectAccessReview {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * +required
   */
  'spec'?: (_kuorum_v1_SelfSubjectAccessReviewSpec | null);
  /**
   * Filled by the server.
   * +required
   */
  'status'?: (_kuorum_v1_SubjectAccessReviewStatus | null);
}

/**
 * Asks whether the caller may do something (authorization.k8s.io/v1). Answered, never stored.
 */
export interface SelfSubjectAccessReview__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * +required
   */
  'spec': (_kuorum_v1_SelfSubjectAccessReviewSpec__Output | null);
  /**
   * Filled by the server.
   * +required
   */
  'status': (_kuorum_v1_SubjectAccessReviewStatus__Output | null);
}

// Original file: proto/kuorum/v1/authorization.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { SelfSubjectRulesReviewSpec as _kuorum_v1_SelfSubjectRulesReviewSpec, SelfSubjectRulesReviewSpec__Output as _kuorum_v1_SelfSubjectRulesReviewSpec__Output } from '../../kuorum/v1/SelfSubjectRulesReviewSpec.js';
import type { SubjectRulesReviewStatus as _kuorum_v1_SubjectRulesReviewStatus, SubjectRulesReviewStatus__Output as _kuorum_v1_SubjectRulesReviewStatus__Output } from '../../kuorum/v1/SubjectRulesReviewStatus.js';

/**
 * Asks for all rules that the caller has in a namespace (authorization.k8s.io/v1). Answered, never stored.
 */
export interface SelfSubjectRulesReview {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * +required
   */
  'spec'?: (_kuorum_v1_SelfSubjectRulesReviewSpec | null);
  /**
   * Filled by the server.
   * +required
   */
  'status'?: (_kuorum_v1_SubjectRulesReviewStatus | null);
}

/**
 * Asks for all rules that the caller has in a namespace (authorization.k8s.io/v1). Answered, never stored.
 */
export interface SelfSubjectRulesReview__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * +required
   */
  'spec': (_kuorum_v1_SelfSubjectRulesReviewSpec__Output | null);
  /**
   * Filled by the server.
   * +required
   */
  'status': (_kuorum_v1_SubjectRulesReviewStatus__Output | null);
}

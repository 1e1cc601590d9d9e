// Original file: proto/kuorum/v1/authorization.proto

import type { SelfSubjectRulesReview as _kuorum_v1_SelfSubjectRulesReview, SelfSubjectRulesReview__Output as _kuorum_v1_SelfSubjectRulesReview__Output } from '../../kuorum/v1/SelfSubjectRulesReview.js';

export interface SelfSubjectRulesReviewCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_SelfSubjectRulesReview | null);
}

export interface SelfSubjectRulesReviewCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_SelfSubjectRulesReview__Output | null);
}

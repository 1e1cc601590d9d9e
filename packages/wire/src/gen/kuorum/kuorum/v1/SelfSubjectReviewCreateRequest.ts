// Original file: proto/kuorum/v1/authorization.proto

import type { SelfSubjectReview as _kuorum_v1_SelfSubjectReview, SelfSubjectReview__Output as _kuorum_v1_SelfSubjectReview__Output } from '../../kuorum/v1/SelfSubjectReview.js';

export interface SelfSubjectReviewCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_SelfSubjectReview | null);
}

export interface SelfSubjectReviewCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_SelfSubjectReview__Output | null);
}

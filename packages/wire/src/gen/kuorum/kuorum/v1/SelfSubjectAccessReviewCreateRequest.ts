// Original file: proto/kuorum/v1/authorization.proto

import type { SelfSubjectAccessReview as _kuorum_v1_SelfSubjectAccessReview, SelfSubjectAccessReview__Output as _kuorum_v1_SelfSubjectAccessReview__Output } from '../../kuorum/v1/SelfSubjectAccessReview.js';

export interface SelfSubjectAccessReviewCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_SelfSubjectAccessReview | null);
}

export interface SelfSubjectAccessReviewCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_SelfSubjectAccessReview__Output | null);
}

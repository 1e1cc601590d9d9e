// Original file: proto/kuorum/v1/authorization.proto

import type { UserInfo as _kuorum_v1_UserInfo, UserInfo__Output as _kuorum_v1_UserInfo__Output } from '../../kuorum/v1/UserInfo.js';

export interface SelfSubjectReviewStatus {
  /**
   * +required
   */
  'userInfo'?: (_kuorum_v1_UserInfo | null);
}

export interface SelfSubjectReviewStatus__Output {
  /**
   * +required
   */
  'userInfo': (_kuorum_v1_UserInfo__Output | null);
}

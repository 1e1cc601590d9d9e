// Original file: proto/kuorum/v1/authorization.proto

import type { UserExtra as _kuorum_v1_UserExtra, UserExtra__Output as _kuorum_v1_UserExtra__Output } from '../../kuorum/v1/UserExtra.js';

export interface UserInfo {
  'username'?: (string);
  'uid'?: (string);
  'groups'?: (string)[];
  /**
   * Such as the pod that a token is bound to.
   */
  'extra'?: (_kuorum_v1_UserExtra)[];
}

export interface UserInfo__Output {
  'username': (string);
  'uid': (string);
  'groups': (string)[];
  /**
   * Such as the pod that a token is bound to.
   */
  'extra': (_kuorum_v1_UserExtra__Output)[];
}

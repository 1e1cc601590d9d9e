// Original file: proto/kuorum/v1/authorization.proto


export interface SubjectAccessReviewStatus {
  'allowed'?: (boolean);
  /**
   * Which binding allows it, or why nothing does.
   */
  'reason'?: (string);
}

export interface SubjectAccessReviewStatus__Output {
  'allowed': (boolean);
  /**
   * Which binding allows it, or why nothing does.
   */
  'reason': (string);
}

// Original file: proto/kuorum/v1/authorization.proto


export interface SelfSubjectRulesReviewSpec {
  /**
   * Those of the whole cluster are listed with them.
   */
  'namespace'?: (string);
}

export interface SelfSubjectRulesReviewSpec__Output {
  /**
   * Those of the whole cluster are listed with them.
   */
  'namespace': (string);
}

// Original file: proto/kuorum/v1/rbac.proto


/**
 * A user, group or service account.
 */
export interface Subject {
  /**
   * User, Group or ServiceAccount.
   */
  'kind'?: (string);
  /**
   * rbac.authorization.k8s.io for users and groups, empty for service accounts.
   */
  'apiGroup'?: (string);
  'name'?: (string);
  /**
   * Of a service account.
   */
  'namespace'?: (string);
}

/**
 * A user, group or service account.
 */
export interface Subject__Output {
  /**
   * User, Group or ServiceAccount.
   */
  'kind': (string);
  /**
   * rbac.authorization.k8s.io for users and groups, empty for service accounts.
   */
  'apiGroup': (string);
  'name': (string);
  /**
   * Of a service account.
   */
  'namespace': (string);
}

// Original file: proto/kuorum/v1/rbac.proto


/**
 * Points at a role.
 */
export interface RoleRef {
  'apiGroup'?: (string);
  /**
   * Role or ClusterRole.
   */
  'kind'?: (string);
  'name'?: (string);
}

/**
 * Points at a role.
 */
export interface RoleRef__Output {
  'apiGroup': (string);
  /**
   * Role or ClusterRole.
   */
  'kind': (string);
  'name': (string);
}

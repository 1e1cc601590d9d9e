// Original file: proto/kuorum/v1/authorization.proto


export interface ResourceAttributes {
  /**
   * Empty: all namespaces, or a kind that is in none.
   */
  'namespace'?: (string);
  /**
   * Such as get, list, watch, create, update, patch, delete, deletecollection.
   */
  'verb'?: (string);
  /**
   * "" is that of v1.
   */
  'group'?: (string);
  /**
   * Plural name.
   */
  'resource'?: (string);
  /**
   * Such as log or exec.
   */
  'subresource'?: (string);
  /**
   * Empty: all.
   */
  'name'?: (string);
}

export interface ResourceAttributes__Output {
  /**
   * Empty: all namespaces, or a kind that is in none.
   */
  'namespace': (string);
  /**
   * Such as get, list, watch, create, update, patch, delete, deletecollection.
   */
  'verb': (string);
  /**
   * "" is that of v1.
   */
  'group': (string);
  /**
   * Plural name.
   */
  'resource': (string);
  /**
   * Such as log or exec.
   */
  'subresource': (string);
  /**
   * Empty: all.
   */
  'name': (string);
}

// Original file: proto/kuorum/v1/rbac.proto


/**
 * Verbs on kinds of objects, or on paths that are no objects (ClusterRole only). "*" stands for all.
 */
export interface PolicyRule {
  /**
   * Such as get, list, watch, create, update, patch, delete, deletecollection.
   */
  'verbs'?: (string)[];
  /**
   * Groups of the resources; "" is that of v1.
   */
  'apiGroups'?: (string)[];
  /**
   * Plural names such as pods, with a subresource as pods/log.
   */
  'resources'?: (string)[];
  /**
   * Names the rule is limited to; empty: all.
   */
  'resourceNames'?: (string)[];
  /**
   * Such as /healthz, or /metrics/*.
   */
  'nonResourceURLs'?: (string)[];
}

/**
 * Verbs on kinds of objects, or on paths that are no objects (ClusterRole only). "*" stands for all.
 */
export interface PolicyRule__Output {
  /**
   * Such as get, list, watch, create, update, patch, delete, deletecollection.
   */
  'verbs': (string)[];
  /**
   * Groups of the resources; "" is that of v1.
   */
  'apiGroups': (string)[];
  /**
   * Plural names such as pods, with a subresource as pods/log.
   */
  'resources': (string)[];
  /**
   * Names the rule is limited to; empty: all.
   */
  'resourceNames': (string)[];
  /**
   * Such as /healthz, or /metrics/*.
   */
  'nonResourceURLs': (string)[];
}

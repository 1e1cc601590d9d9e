// Original file: proto/kuorum/v1/rbac.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { PolicyRule as _kuorum_v1_PolicyRule, PolicyRule__Output as _kuorum_v1_PolicyRule__Output } from '../../kuorum/v1/PolicyRule.js';

/**
 * What may be done in all namespaces and with cluster-scoped kinds (rbac.authorization.k8s.io/v1).
 */
export interface ClusterRole {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * What it allows; rules only ever add.
   */
  'rules'?: (_kuorum_v1_PolicyRule)[];
}

/**
 * What may be done in all namespaces and with cluster-scoped kinds (rbac.authorization.k8s.io/v1).
 */
export interface ClusterRole__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * What it allows; rules only ever add.
   */
  'rules': (_kuorum_v1_PolicyRule__Output)[];
}

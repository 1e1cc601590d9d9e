// Original file: proto/kuorum/v1/rbac.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { Subject as _kuorum_v1_Subject, Subject__Output as _kuorum_v1_Subject__Output } from '../../kuorum/v1/Subject.js';
import type { RoleRef as _kuorum_v1_RoleRef, RoleRef__Output as _kuorum_v1_RoleRef__Output } from '../../kuorum/v1/RoleRef.js';

/**
 * Grants a Role or ClusterRole within one namespace (rbac.authorization.k8s.io/v1).
 */
export interface RoleBinding {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * Who gets what the role allows.
   */
  'subjects'?: (_kuorum_v1_Subject)[];
  /**
   * The role; cannot be changed.
   * +required
   */
  'roleRef'?: (_kuorum_v1_RoleRef | null);
}

/**
 * Grants a Role or ClusterRole within one namespace (rbac.authorization.k8s.io/v1).
 */
export interface RoleBinding__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * Who gets what the role allows.
   */
  'subjects': (_kuorum_v1_Subject__Output)[];
  /**
   * The role; cannot be changed.
   * +required
   */
  'roleRef': (_kuorum_v1_RoleRef__Output | null);
}

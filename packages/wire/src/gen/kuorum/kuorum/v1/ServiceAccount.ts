// Original file: proto/kuorum/v1/service_account.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { ObjectReference as _kuorum_v1_ObjectReference, ObjectReference__Output as _kuorum_v1_ObjectReference__Output } from '../../kuorum/v1/ObjectReference.js';
import type { LocalObjectReference as _kuorum_v1_LocalObjectReference, LocalObjectReference__Output as _kuorum_v1_LocalObjectReference__Output } from '../../kuorum/v1/LocalObjectReference.js';

/**
 * Who a pod is to the apiserver: the user system:serviceaccount:NAMESPACE:NAME.
 */
export interface ServiceAccount {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * Secrets that pods of this account may use.
   */
  'secrets'?: (_kuorum_v1_ObjectReference)[];
  /**
   * Secrets with the registry credentials of its pods.
   */
  'imagePullSecrets'?: (_kuorum_v1_LocalObjectReference)[];
  /**
   * False: its pods get no token unless they ask for it.
   */
  'automountServiceAccountToken'?: (boolean);
  '_automountServiceAccountToken'?: "automountServiceAccountToken";
}

/**
 * Who a pod is to the apiserver: the user system:serviceaccount:NAMESPACE:NAME.
 */
export interface ServiceAccount__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * Secrets that pods of this account may use.
   */
  'secrets': (_kuorum_v1_ObjectReference__Output)[];
  /**
   * Secrets with the registry credentials of its pods.
   */
  'imagePullSecrets': (_kuorum_v1_LocalObjectReference__Output)[];
  /**
   * False: its pods get no token unless they ask for it.
   */
  'automountServiceAccountToken'?: (boolean);
  '_automountServiceAccountToken'?: "automountServiceAccountToken";
}

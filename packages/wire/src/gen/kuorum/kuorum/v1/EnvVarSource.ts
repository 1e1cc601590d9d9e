// Original file: proto/kuorum/v1/env.proto

import type { ObjectFieldSelector as _kuorum_v1_ObjectFieldSelector, ObjectFieldSelector__Output as _kuorum_v1_ObjectFieldSelector__Output } from '../../kuorum/v1/ObjectFieldSelector.js';
import type { ResourceFieldSelector as _kuorum_v1_ResourceFieldSelector, ResourceFieldSelector__Output as _kuorum_v1_ResourceFieldSelector__Output } from '../../kuorum/v1/ResourceFieldSelector.js';
import type { ConfigMapKeySelector as _kuorum_v1_ConfigMapKeySelector, ConfigMapKeySelector__Output as _kuorum_v1_ConfigMapKeySelector__Output } from '../../kuorum/v1/ConfigMapKeySelector.js';
import type { SecretKeySelector as _kuorum_v1_SecretKeySelector, SecretKeySelector__Output as _kuorum_v1_SecretKeySelector__Output } from '../../kuorum/v1/SecretKeySelector.js';

/**
 * One of the four is set.
 */
export interface EnvVarSource {
  'fieldRef'?: (_kuorum_v1_ObjectFieldSelector | null);
  'resourceFieldRef'?: (_kuorum_v1_ResourceFieldSelector | null);
  'configMapKeyRef'?: (_kuorum_v1_ConfigMapKeySelector | null);
  'secretKeyRef'?: (_kuorum_v1_SecretKeySelector | null);
}

/**
 * One of the four is set.
 */
export interface EnvVarSource__Output {
  'fieldRef': (_kuorum_v1_ObjectFieldSelector__Output | null);
  'resourceFieldRef': (_kuorum_v1_ResourceFieldSelector__Output | null);
  'configMapKeyRef': (_kuorum_v1_ConfigMapKeySelector__Output | null);
  'secretKeyRef': (_kuorum_v1_SecretKeySelector__Output | null);
}

// Original file: proto/kuorum/v1/volume.proto

import type { SecretProjection as _kuorum_v1_SecretProjection, SecretProjection__Output as _kuorum_v1_SecretProjection__Output } from '../../kuorum/v1/SecretProjection.js';
import type { DownwardAPIProjection as _kuorum_v1_DownwardAPIProjection, DownwardAPIProjection__Output as _kuorum_v1_DownwardAPIProjection__Output } from '../../kuorum/v1/DownwardAPIProjection.js';
import type { ConfigMapProjection as _kuorum_v1_ConfigMapProjection, ConfigMapProjection__Output as _kuorum_v1_ConfigMapProjection__Output } from '../../kuorum/v1/ConfigMapProjection.js';
import type { ServiceAccountTokenProjection as _kuorum_v1_ServiceAccountTokenProjection, ServiceAccountTokenProjection__Output as _kuorum_v1_ServiceAccountTokenProjection__Output } from '../../kuorum/v1/ServiceAccountTokenProjection.js';

/**
 * One of the four is set.
 */
export interface VolumeProjection {
  'secret'?: (_kuorum_v1_SecretProjection | null);
  'downwardAPI'?: (_kuorum_v1_DownwardAPIProjection | null);
  'configMap'?: (_kuorum_v1_ConfigMapProjection | null);
  'serviceAccountToken'?: (_kuorum_v1_ServiceAccountTokenProjection | null);
}

/**
 * One of the four is set.
 */
export interface VolumeProjection__Output {
  'secret': (_kuorum_v1_SecretProjection__Output | null);
  'downwardAPI': (_kuorum_v1_DownwardAPIProjection__Output | null);
  'configMap': (_kuorum_v1_ConfigMapProjection__Output | null);
  'serviceAccountToken': (_kuorum_v1_ServiceAccountTokenProjection__Output | null);
}

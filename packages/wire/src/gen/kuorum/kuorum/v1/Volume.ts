// Original file: proto/kuorum/v1/volume.proto

import type { EmptyDirVolumeSource as _kuorum_v1_EmptyDirVolumeSource, EmptyDirVolumeSource__Output as _kuorum_v1_EmptyDirVolumeSource__Output } from '../../kuorum/v1/EmptyDirVolumeSource.js';
import type { HostPathVolumeSource as _kuorum_v1_HostPathVolumeSource, HostPathVolumeSource__Output as _kuorum_v1_HostPathVolumeSource__Output } from '../../kuorum/v1/HostPathVolumeSource.js';
import type { ConfigMapVolumeSource as _kuorum_v1_ConfigMapVolumeSource, ConfigMapVolumeSource__Output as _kuorum_v1_ConfigMapVolumeSource__Output } from '../../kuorum/v1/ConfigMapVolumeSource.js';
import type { SecretVolumeSource as _kuorum_v1_SecretVolumeSource, SecretVolumeSource__Output as _kuorum_v1_SecretVolumeSource__Output } from '../../kuorum/v1/SecretVolumeSource.js';
import type { DownwardAPIVolumeSource as _kuorum_v1_DownwardAPIVolumeSource, DownwardAPIVolumeSource__Output as _kuorum_v1_DownwardAPIVolumeSource__Output } from '../../kuorum/v1/DownwardAPIVolumeSource.js';
import type { ProjectedVolumeSource as _kuorum_v1_ProjectedVolumeSource, ProjectedVolumeSource__Output as _kuorum_v1_ProjectedVolumeSource__Output } from '../../kuorum/v1/ProjectedVolumeSource.js';

/**
 * Files that containers of a pod may mount. One source is set.
 */
export interface Volume {
  /**
   * Unique within the pod; a DNS-1123 label.
   */
  'name'?: (string);
  'emptyDir'?: (_kuorum_v1_EmptyDirVolumeSource | null);
  'hostPath'?: (_kuorum_v1_HostPathVolumeSource | null);
  'configMap'?: (_kuorum_v1_ConfigMapVolumeSource | null);
  'secret'?: (_kuorum_v1_SecretVolumeSource | null);
  'downwardAPI'?: (_kuorum_v1_DownwardAPIVolumeSource | null);
  'projected'?: (_kuorum_v1_ProjectedVolumeSource | null);
}

/**
 * Files that containers of a pod may mount. One source is set.
 */
export interface Volume__Output {
  /**
   * Unique within the pod; a DNS-1123 label.
   */
  'name': (string);
  'emptyDir': (_kuorum_v1_EmptyDirVolumeSource__Output | null);
  'hostPath': (_kuorum_v1_HostPathVolumeSource__Output | null);
  'configMap': (_kuorum_v1_ConfigMapVolumeSource__Output | null);
  'secret': (_kuorum_v1_SecretVolumeSource__Output | null);
  'downwardAPI': (_kuorum_v1_DownwardAPIVolumeSource__Output | null);
  'projected': (_kuorum_v1_ProjectedVolumeSource__Output | null);
}

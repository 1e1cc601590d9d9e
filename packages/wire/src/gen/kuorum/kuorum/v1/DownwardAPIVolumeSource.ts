// Original file: proto/kuorum/v1/volume.proto

import type { DownwardAPIVolumeFile as _kuorum_v1_DownwardAPIVolumeFile, DownwardAPIVolumeFile__Output as _kuorum_v1_DownwardAPIVolumeFile__Output } from '../../kuorum/v1/DownwardAPIVolumeFile.js';

/**
 * Fields of the pod as files.
 */
export interface DownwardAPIVolumeSource {
  'items'?: (_kuorum_v1_DownwardAPIVolumeFile)[];
  'defaultMode'?: (number);
  '_defaultMode'?: "defaultMode";
}

/**
 * Fields of the pod as files.
 */
export interface DownwardAPIVolumeSource__Output {
  'items': (_kuorum_v1_DownwardAPIVolumeFile__Output)[];
  'defaultMode'?: (number);
  '_defaultMode'?: "defaultMode";
}

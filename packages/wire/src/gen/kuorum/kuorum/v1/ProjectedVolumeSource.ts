// Original file: proto/kuorum/v1/volume.proto

import type { VolumeProjection as _kuorum_v1_VolumeProjection, VolumeProjection__Output as _kuorum_v1_VolumeProjection__Output } from '../../kuorum/v1/VolumeProjection.js';

/**
 * Several sources in one directory.
 */
export interface ProjectedVolumeSource {
  'sources'?: (_kuorum_v1_VolumeProjection)[];
  'defaultMode'?: (number);
  '_defaultMode'?: "defaultMode";
}

/**
 * Several sources in one directory.
 */
export interface ProjectedVolumeSource__Output {
  'sources': (_kuorum_v1_VolumeProjection__Output)[];
  'defaultMode'?: (number);
  '_defaultMode'?: "defaultMode";
}

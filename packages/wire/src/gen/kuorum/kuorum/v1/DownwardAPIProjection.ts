// Original file: proto/kuorum/v1/volume.proto

import type { DownwardAPIVolumeFile as _kuorum_v1_DownwardAPIVolumeFile, DownwardAPIVolumeFile__Output as _kuorum_v1_DownwardAPIVolumeFile__Output } from '../../kuorum/v1/DownwardAPIVolumeFile.js';

export interface DownwardAPIProjection {
  'items'?: (_kuorum_v1_DownwardAPIVolumeFile)[];
}

export interface DownwardAPIProjection__Output {
  'items': (_kuorum_v1_DownwardAPIVolumeFile__Output)[];
}

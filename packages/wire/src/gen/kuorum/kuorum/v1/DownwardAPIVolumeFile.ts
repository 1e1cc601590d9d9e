// Original file: proto/kuorum/v1/volume.proto

import type { ObjectFieldSelector as _kuorum_v1_ObjectFieldSelector, ObjectFieldSelector__Output as _kuorum_v1_ObjectFieldSelector__Output } from '../../kuorum/v1/ObjectFieldSelector.js';
import type { ResourceFieldSelector as _kuorum_v1_ResourceFieldSelector, ResourceFieldSelector__Output as _kuorum_v1_ResourceFieldSelector__Output } from '../../kuorum/v1/ResourceFieldSelector.js';

export interface DownwardAPIVolumeFile {
  'path'?: (string);
  'fieldRef'?: (_kuorum_v1_ObjectFieldSelector | null);
  'resourceFieldRef'?: (_kuorum_v1_ResourceFieldSelector | null);
  'mode'?: (number);
  '_mode'?: "mode";
}

export interface DownwardAPIVolumeFile__Output {
  'path': (string);
  'fieldRef': (_kuorum_v1_ObjectFieldSelector__Output | null);
  'resourceFieldRef': (_kuorum_v1_ResourceFieldSelector__Output | null);
  'mode'?: (number);
  '_mode'?: "mode";
}

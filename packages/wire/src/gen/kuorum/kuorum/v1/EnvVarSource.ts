// Original file: proto/kuorum/v1/pod.proto

import type { ObjectFieldSelector as _kuorum_v1_ObjectFieldSelector, ObjectFieldSelector__Output as _kuorum_v1_ObjectFieldSelector__Output } from '../../kuorum/v1/ObjectFieldSelector.js';

export interface EnvVarSource {
  'fieldRef'?: (_kuorum_v1_ObjectFieldSelector | null);
}

export interface EnvVarSource__Output {
  'fieldRef': (_kuorum_v1_ObjectFieldSelector__Output | null);
}

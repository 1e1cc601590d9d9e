// Original file: proto/kuorum/v1/pod.proto

import type { ContainerState as _kuorum_v1_ContainerState, ContainerState__Output as _kuorum_v1_ContainerState__Output } from '../../kuorum/v1/ContainerState.js';

export interface ContainerStatus {
  'name'?: (string);
  'state'?: (_kuorum_v1_ContainerState | null);
  'lastState'?: (_kuorum_v1_ContainerState | null);
  'ready'?: (boolean);
  'restartCount'?: (number);
  'image'?: (string);
  'imageID'?: (string);
  'containerID'?: (string);
  'started'?: (boolean);
  '_started'?: "started";
}

export interface ContainerStatus__Output {
  'name': (string);
  'state': (_kuorum_v1_ContainerState__Output | null);
  'lastState': (_kuorum_v1_ContainerState__Output | null);
  'ready': (boolean);
  'restartCount': (number);
  'image': (string);
  'imageID': (string);
  'containerID': (string);
  'started'?: (boolean);
  '_started'?: "started";
}

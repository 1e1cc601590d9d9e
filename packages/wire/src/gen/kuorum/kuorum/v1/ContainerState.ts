// Original file: proto/kuorum/v1/pod.proto

import type { ContainerStateWaiting as _kuorum_v1_ContainerStateWaiting, ContainerStateWaiting__Output as _kuorum_v1_ContainerStateWaiting__Output } from '../../kuorum/v1/ContainerStateWaiting.js';
import type { ContainerStateRunning as _kuorum_v1_ContainerStateRunning, ContainerStateRunning__Output as _kuorum_v1_ContainerStateRunning__Output } from '../../kuorum/v1/ContainerStateRunning.js';
import type { ContainerStateTerminated as _kuorum_v1_ContainerStateTerminated, ContainerStateTerminated__Output as _kuorum_v1_ContainerStateTerminated__Output } from '../../kuorum/v1/ContainerStateTerminated.js';

/**
 * One of the three is set.
 */
export interface ContainerState {
  'waiting'?: (_kuorum_v1_ContainerStateWaiting | null);
  'running'?: (_kuorum_v1_ContainerStateRunning | null);
  'terminated'?: (_kuorum_v1_ContainerStateTerminated | null);
}

/**
 * One of the three is set.
 */
export interface ContainerState__Output {
  'waiting': (_kuorum_v1_ContainerStateWaiting__Output | null);
  'running': (_kuorum_v1_ContainerStateRunning__Output | null);
  'terminated': (_kuorum_v1_ContainerStateTerminated__Output | null);
}

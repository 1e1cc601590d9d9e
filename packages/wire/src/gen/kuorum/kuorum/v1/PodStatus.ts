// Original file: proto/kuorum/v1/pod.proto

import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';
import type { ContainerStatus as _kuorum_v1_ContainerStatus, ContainerStatus__Output as _kuorum_v1_ContainerStatus__Output } from '../../kuorum/v1/ContainerStatus.js';

export interface PodStatus {
  /**
   * +enum=Pending|Running|Succeeded|Failed|Unknown
   */
  'phase'?: (string);
  'conditions'?: (_kuorum_v1_Condition)[];
  'message'?: (string);
  'reason'?: (string);
  'hostIP'?: (string);
  'podIP'?: (string);
  'startTime'?: (string);
  'containerStatuses'?: (_kuorum_v1_ContainerStatus)[];
  /**
   * Generation of the spec this status speaks of.
   */
  'observedGeneration'?: (number);
  'initContainerStatuses'?: (_kuorum_v1_ContainerStatus)[];
}

export interface PodStatus__Output {
  /**
   * +enum=Pending|Running|Succeeded|Failed|Unknown
   */
  'phase': (string);
  'conditions': (_kuorum_v1_Condition__Output)[];
  'message': (string);
  'reason': (string);
  'hostIP': (string);
  'podIP': (string);
  'startTime': (string);
  'containerStatuses': (_kuorum_v1_ContainerStatus__Output)[];
  /**
   * Generation of the spec this status speaks of.
   */
  'observedGeneration': (number);
  'initContainerStatuses': (_kuorum_v1_ContainerStatus__Output)[];
}

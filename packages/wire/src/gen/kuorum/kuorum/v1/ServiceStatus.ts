// Original file: proto/kuorum/v1/service.proto

import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';

export interface ServiceStatus {
  'conditions'?: (_kuorum_v1_Condition)[];
}

export interface ServiceStatus__Output {
  'conditions': (_kuorum_v1_Condition__Output)[];
}

// Original file: proto/kuorum/v1/replica_set.proto

import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';

export interface ReplicaSetStatus {
  'replicas'?: (number);
  'fullyLabeledReplicas'?: (number);
  'readyReplicas'?: (number);
  'availableReplicas'?: (number);
  'observedGeneration'?: (number);
  'conditions'?: (_kuorum_v1_Condition)[];
}

export interface ReplicaSetStatus__Output {
  'replicas': (number);
  'fullyLabeledReplicas': (number);
  'readyReplicas': (number);
  'availableReplicas': (number);
  'observedGeneration': (number);
  'conditions': (_kuorum_v1_Condition__Output)[];
}

// Original file: proto/kuorum/v1/deployment.proto

import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';

export interface DeploymentStatus {
  'observedGeneration'?: (number);
  /**
   * Pods of any template.
   */
  'replicas'?: (number);
  /**
   * Pods of the present template.
   */
  'updatedReplicas'?: (number);
  'readyReplicas'?: (number);
  'availableReplicas'?: (number);
  'unavailableReplicas'?: (number);
  'conditions'?: (_kuorum_v1_Condition)[];
  /**
   * How often the name of a new ReplicaSet was taken; part of the next name's hash.
   */
  'collisionCount'?: (number);
  '_collisionCount'?: "collisionCount";
}

export interface DeploymentStatus__Output {
  'observedGeneration': (number);
  /**
   * Pods of any template.
   */
  'replicas': (number);
  /**
   * Pods of the present template.
   */
  'updatedReplicas': (number);
  'readyReplicas': (number);
  'availableReplicas': (number);
  'unavailableReplicas': (number);
  'conditions': (_kuorum_v1_Condition__Output)[];
  /**
   * How often the name of a new ReplicaSet was taken; part of the next name's hash.
   */
  'collisionCount'?: (number);
  '_collisionCount'?: "collisionCount";
}

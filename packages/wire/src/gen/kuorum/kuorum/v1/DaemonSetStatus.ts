// Original file: proto/kuorum/v1/daemon_set.proto

import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';

export interface DaemonSetStatus {
  /**
   * Nodes that run a pod and should.
   */
  'currentNumberScheduled'?: (number);
  /**
   * Nodes that run a pod and should not.
   */
  'numberMisscheduled'?: (number);
  /**
   * Nodes that should run a pod.
   */
  'desiredNumberScheduled'?: (number);
  'numberReady'?: (number);
  'observedGeneration'?: (number);
  /**
   * Nodes that run a pod of the present template.
   */
  'updatedNumberScheduled'?: (number);
  'numberAvailable'?: (number);
  'numberUnavailable'?: (number);
  'collisionCount'?: (number);
  'conditions'?: (_kuorum_v1_Condition)[];
  '_collisionCount'?: "collisionCount";
}

export interface DaemonSetStatus__Output {
  /**
   * Nodes that run a pod and should.
   */
  'currentNumberScheduled': (number);
  /**
   * Nodes that run a pod and should not.
   */
  'numberMisscheduled': (number);
  /**
   * Nodes that should run a pod.
   */
  'desiredNumberScheduled': (number);
  'numberReady': (number);
  'observedGeneration': (number);
  /**
   * Nodes that run a pod of the present template.
   */
  'updatedNumberScheduled': (number);
  'numberAvailable': (number);
  'numberUnavailable': (number);
  'collisionCount'?: (number);
  'conditions': (_kuorum_v1_Condition__Output)[];
  '_collisionCount'?: "collisionCount";
}

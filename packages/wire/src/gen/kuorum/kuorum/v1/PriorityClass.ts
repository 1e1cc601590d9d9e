// Original file: proto/kuorum/v1/priority_class.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';

/**
 * Names a priority of pods (scheduling.k8s.io/v1).
 */
export interface PriorityClass {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * Higher is more important; at most 1000000000 but for the two system classes. Cannot be changed.
   */
  'value'?: (number);
  /**
   * Pods that name no class are of this one. One class at most can be it.
   */
  'globalDefault'?: (boolean);
  /**
   * For people: when to use it.
   */
  'description'?: (string);
  /**
   * Whether its pods drive away pods of lower priority. Cannot be changed.
   * +enum=PreemptLowerPriority|Never
   */
  'preemptionPolicy'?: (string);
}

/**
 * Names a priority of pods (scheduling.k8s.io/v1).
 */
export interface PriorityClass__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * Higher is more important; at most 1000000000 but for the two system classes. Cannot be changed.
   */
  'value': (number);
  /**
   * Pods that name no class are of this one. One class at most can be it.
   */
  'globalDefault': (boolean);
  /**
   * For people: when to use it.
   */
  'description': (string);
  /**
   * Whether its pods drive away pods of lower priority. Cannot be changed.
   * +enum=PreemptLowerPriority|Never
   */
  'preemptionPolicy': (string);
}

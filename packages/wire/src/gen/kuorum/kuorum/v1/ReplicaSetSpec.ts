// Original file: proto/kuorum/v1/replica_set.proto

import type { LabelSelector as _kuorum_v1_LabelSelector, LabelSelector__Output as _kuorum_v1_LabelSelector__Output } from '../../kuorum/v1/LabelSelector.js';
import type { PodTemplateSpec as _kuorum_v1_PodTemplateSpec, PodTemplateSpec__Output as _kuorum_v1_PodTemplateSpec__Output } from '../../kuorum/v1/PodTemplateSpec.js';

export interface ReplicaSetSpec {
  /**
   * Pods wanted; 1 by default.
   */
  'replicas'?: (number);
  /**
   * Seconds a pod must be ready before it counts as available.
   */
  'minReadySeconds'?: (number);
  /**
   * Labels of the pods it owns; must select the template's. Cannot be changed.
   */
  'selector'?: (_kuorum_v1_LabelSelector | null);
  /**
   * +required
   */
  'template'?: (_kuorum_v1_PodTemplateSpec | null);
  '_replicas'?: "replicas";
}

export interface ReplicaSetSpec__Output {
  /**
   * Pods wanted; 1 by default.
   */
  'replicas'?: (number);
  /**
   * Seconds a pod must be ready before it counts as available.
   */
  'minReadySeconds': (number);
  /**
   * Labels of the pods it owns; must select the template's. Cannot be changed.
   */
  'selector': (_kuorum_v1_LabelSelector__Output | null);
  /**
   * +required
   */
  'template': (_kuorum_v1_PodTemplateSpec__Output | null);
  '_replicas'?: "replicas";
}

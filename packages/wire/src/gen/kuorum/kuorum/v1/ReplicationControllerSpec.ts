// Original file: proto/kuorum/v1/replication_controller.proto

import type { PodTemplateSpec as _kuorum_v1_PodTemplateSpec, PodTemplateSpec__Output as _kuorum_v1_PodTemplateSpec__Output } from '../../kuorum/v1/PodTemplateSpec.js';

export interface ReplicationControllerSpec {
  /**
   * Pods wanted; 1 by default.
   */
  'replicas'?: (number);
  /**
   * Seconds a pod must be ready before it counts as available.
   */
  'minReadySeconds'?: (number);
  /**
   * Labels of the pods it owns; the template's labels by default.
   */
  'selector'?: ({[key: string]: string});
  'template'?: (_kuorum_v1_PodTemplateSpec | null);
  '_replicas'?: "replicas";
}

export interface ReplicationControllerSpec__Output {
  /**
   * Pods wanted; 1 by default.
   */
  'replicas'?: (number);
  /**
   * Seconds a pod must be ready before it counts as available.
   */
  'minReadySeconds': (number);
  /**
   * Labels of the pods it owns; the template's labels by default.
   */
  'selector': ({[key: string]: string});
  'template': (_kuorum_v1_PodTemplateSpec__Output | null);
  '_replicas'?: "replicas";
}

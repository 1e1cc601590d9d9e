// Original file: proto/kuorum/v1/affinity.proto

import type { LabelSelector as _kuorum_v1_LabelSelector, LabelSelector__Output as _kuorum_v1_LabelSelector__Output } from '../../kuorum/v1/LabelSelector.js';

export interface PodAffinityTerm {
  /**
   * Which pods.
   */
  'labelSelector'?: (_kuorum_v1_LabelSelector | null);
  /**
   * Where they are; the pod's own namespace by default.
   */
  'namespaces'?: (string)[];
  /**
   * Nodes with the same value of this label count as one place.
   */
  'topologyKey'?: (string);
  'namespaceSelector'?: (_kuorum_v1_LabelSelector | null);
}

export interface PodAffinityTerm__Output {
  /**
   * Which pods.
   */
  'labelSelector': (_kuorum_v1_LabelSelector__Output | null);
  /**
   * Where they are; the pod's own namespace by default.
   */
  'namespaces': (string)[];
  /**
   * Nodes with the same value of this label count as one place.
   */
  'topologyKey': (string);
  'namespaceSelector': (_kuorum_v1_LabelSelector__Output | null);
}

// Original file: proto/kuorum/v1/pod_disruption_budget.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.js';
import type { LabelSelector as _kuorum_v1_LabelSelector, LabelSelector__Output as _kuorum_v1_LabelSelector__Output } from '../../kuorum/v1/LabelSelector.js';

export interface PodDisruptionBudgetSpec {
  /**
   * Pods that must stay available, as a number or as a share. Not together with maxUnavailable.
   */
  'minAvailable'?: (_google_protobuf_Value | null);
  /**
   * An empty selector selects every pod of the namespace; none selects nothing.
   */
  'selector'?: (_kuorum_v1_LabelSelector | null);
  /**
   * Pods that may be unavailable, as a number or as a share.
   */
  'maxUnavailable'?: (_google_protobuf_Value | null);
  /**
   * Whether pods that are not healthy may always be evicted, or only while enough others are healthy (the default).
   * +enum=IfHealthyBudget|AlwaysAllow
   */
  'unhealthyPodEvictionPolicy'?: (string);
}

export interface PodDisruptionBudgetSpec__Output {
  /**
   * Pods that must stay available, as a number or as a share. Not together with maxUnavailable.
   */
  'minAvailable': (_google_protobuf_Value__Output | null);
  /**
   * An empty selector selects every pod of the namespace; none selects nothing.
   */
  'selector': (_kuorum_v1_LabelSelector__Output | null);
  /**
   * Pods that may be unavailable, as a number or as a share.
   */
  'maxUnavailable': (_google_protobuf_Value__Output | null);
  /**
   * Whether pods that are not healthy may always be evicted, or only while enough others are healthy (the default).
   * +enum=IfHealthyBudget|AlwaysAllow
   */
  'unhealthyPodEvictionPolicy': (string);
}

// Original file: proto/kuorum/v1/daemon_set.proto

import type { LabelSelector as _kuorum_v1_LabelSelector, LabelSelector__Output as _kuorum_v1_LabelSelector__Output } from '../../kuorum/v1/LabelSelector.js';
import type { PodTemplateSpec as _kuorum_v1_PodTemplateSpec, PodTemplateSpec__Output as _kuorum_v1_PodTemplateSpec__Output } from '../../kuorum/v1/PodTemplateSpec.js';
import type { DaemonSetUpdateStrategy as _kuorum_v1_DaemonSetUpdateStrategy, DaemonSetUpdateStrategy__Output as _kuorum_v1_DaemonSetUpdateStrategy__Output } from '../../kuorum/v1/DaemonSetUpdateStrategy.js';

export interface DaemonSetSpec {
  /**
   * Labels of the pods it owns; must select the template's. Cannot be changed.
   */
  'selector'?: (_kuorum_v1_LabelSelector | null);
  /**
   * +required
   */
  'template'?: (_kuorum_v1_PodTemplateSpec | null);
  /**
   * +required
   */
  'updateStrategy'?: (_kuorum_v1_DaemonSetUpdateStrategy | null);
  /**
   * Seconds a pod must be ready before it counts as available.
   */
  'minReadySeconds'?: (number);
  /**
   * Old templates that are kept to go back to; 10 by default.
   */
  'revisionHistoryLimit'?: (number);
  '_revisionHistoryLimit'?: "revisionHistoryLimit";
}

export interface DaemonSetSpec__Output {
  /**
   * Labels of the pods it owns; must select the template's. Cannot be changed.
   */
  'selector': (_kuorum_v1_LabelSelector__Output | null);
  /**
   * +required
   */
  'template': (_kuorum_v1_PodTemplateSpec__Output | null);
  /**
   * +required
   */
  'updateStrategy': (_kuorum_v1_DaemonSetUpdateStrategy__Output | null);
  /**
   * Seconds a pod must be ready before it counts as available.
   */
  'minReadySeconds': (number);
  /**
   * Old templates that are kept to go back to; 10 by default.
   */
  'revisionHistoryLimit'?: (number);
  '_revisionHistoryLimit'?: "revisionHistoryLimit";
}

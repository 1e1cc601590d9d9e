// Original file: proto/kuorum/v1/deployment.proto

import type { LabelSelector as _kuorum_v1_LabelSelector, LabelSelector__Output as _kuorum_v1_LabelSelector__Output } from '../../kuorum/v1/LabelSelector.js';
import type { PodTemplateSpec as _kuorum_v1_PodTemplateSpec, PodTemplateSpec__Output as _kuorum_v1_PodTemplateSpec__Output } from '../../kuorum/v1/PodTemplateSpec.js';
import type { DeploymentStrategy as _kuorum_v1_DeploymentStrategy, DeploymentStrategy__Output as _kuorum_v1_DeploymentStrategy__Output } from '../../kuorum/v1/DeploymentStrategy.js';

export interface DeploymentSpec {
  /**
   * Pods wanted; 1 by default.
   */
  'replicas'?: (number);
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
  'strategy'?: (_kuorum_v1_DeploymentStrategy | null);
  /**
   * Seconds a pod must be ready before it counts as available.
   */
  'minReadySeconds'?: (number);
  /**
   * Old ReplicaSets that are kept to go back to; 10 by default.
   */
  'revisionHistoryLimit'?: (number);
  /**
   * A changed template is not rolled out.
   */
  'paused'?: (boolean);
  /**
   * Seconds without progress after which a rollout counts as failed; 600 by default.
   */
  'progressDeadlineSeconds'?: (number);
  '_replicas'?: "replicas";
  '_revisionHistoryLimit'?: "revisionHistoryLimit";
  '_progressDeadlineSeconds'?: "progressDeadlineSeconds";
}

export interface DeploymentSpec__Output {
  /**
   * Pods wanted; 1 by default.
   */
  'replicas'?: (number);
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
  'strategy': (_kuorum_v1_DeploymentStrategy__Output | null);
  /**
   * Seconds a pod must be ready before it counts as available.
   */
  'minReadySeconds': (number);
  /**
   * Old ReplicaSets that are kept to go back to; 10 by default.
   */
  'revisionHistoryLimit'?: (number);
  /**
   * A changed template is not rolled out.
   */
  'paused': (boolean);
  /**
   * Seconds without progress after which a rollout counts as failed; 600 by default.
   */
  'progressDeadlineSeconds'?: (number);
  '_replicas'?: "replicas";
  '_revisionHistoryLimit'?: "revisionHistoryLimit";
  '_progressDeadlineSeconds'?: "progressDeadlineSeconds";
}

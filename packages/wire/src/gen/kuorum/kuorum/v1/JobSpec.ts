// Original file: proto/kuorum/v1/job.proto

import type { LabelSelector as _kuorum_v1_LabelSelector, LabelSelector__Output as _kuorum_v1_LabelSelector__Output } from '../../kuorum/v1/LabelSelector.js';
import type { PodTemplateSpec as _kuorum_v1_PodTemplateSpec, PodTemplateSpec__Output as _kuorum_v1_PodTemplateSpec__Output } from '../../kuorum/v1/PodTemplateSpec.js';

export interface JobSpec {
  /**
   * Pods that may run at a time; 1 by default.
   */
  'parallelism'?: (number);
  /**
   * Pods that must succeed; 1 when parallelism is not given either, else any success is enough.
   */
  'completions'?: (number);
  /**
   * Seconds the whole job may take.
   */
  'activeDeadlineSeconds'?: (number);
  /**
   * Failures after which the job has failed; 6 by default.
   */
  'backoffLimit'?: (number);
  /**
   * Labels of the pods it owns; made by the server unless manualSelector. Cannot be changed.
   */
  'selector'?: (_kuorum_v1_LabelSelector | null);
  /**
   * The selector and the template's labels are the user's affair.
   */
  'manualSelector'?: (boolean);
  /**
   * Cannot be changed once the job has started.
   * +required
   */
  'template'?: (_kuorum_v1_PodTemplateSpec | null);
  /**
   * Seconds after its end when the job is deleted; never when not given.
   */
  'ttlSecondsAfterFinished'?: (number);
  /**
   * Indexed numbers the pods from 0 and wants one success of each number.
   * +enum=NonIndexed|Indexed
   */
  'completionMode'?: (string);
  /**
   * No pods are made and running ones are ended.
   */
  'suspend'?: (boolean);
  '_parallelism'?: "parallelism";
  '_completions'?: "completions";
  '_activeDeadlineSeconds'?: "activeDeadlineSeconds";
  '_backoffLimit'?: "backoffLimit";
  '_manualSelector'?: "manualSelector";
  '_ttlSecondsAfterFinished'?: "ttlSecondsAfterFinished";
  '_suspend'?: "suspend";
}

export interface JobSpec__Output {
  /**
   * Pods that may run at a time; 1 by default.
   */
  'parallelism'?: (number);
  /**
   * Pods that must succeed; 1 when parallelism is not given either, else any success is enough.
   */
  'completions'?: (number);
  /**
   * Seconds the whole job may take.
   */
  'activeDeadlineSeconds'?: (number);
  /**
   * Failures after which the job has failed; 6 by default.
   */
  'backoffLimit'?: (number);
  /**
   * Labels of the pods it owns; made by the server unless manualSelector. Cannot be changed.
   */
  'selector': (_kuorum_v1_LabelSelector__Output | null);
  /**
   * The selector and the template's labels are the user's affair.
   */
  'manualSelector'?: (boolean);
  /**
   * Cannot be changed once the job has started.
   * +required
   */
  'template': (_kuorum_v1_PodTemplateSpec__Output | null);
  /**
   * Seconds after its end when the job is deleted; never when not given.
   */
  'ttlSecondsAfterFinished'?: (number);
  /**
   * Indexed numbers the pods from 0 and wants one success of each number.
   * +enum=NonIndexed|Indexed
   */
  'completionMode': (string);
  /**
   * No pods are made and running ones are ended.
   */
  'suspend'?: (boolean);
  '_parallelism'?: "parallelism";
  '_completions'?: "completions";
  '_activeDeadlineSeconds'?: "activeDeadlineSeconds";
  '_backoffLimit'?: "backoffLimit";
  '_manualSelector'?: "manualSelector";
  '_ttlSecondsAfterFinished'?: "ttlSecondsAfterFinished";
  '_suspend'?: "suspend";
}

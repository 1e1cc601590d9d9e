// Original file: proto/kuorum/v1/pod.proto

import type { ExecAction as _kuorum_v1_ExecAction, ExecAction__Output as _kuorum_v1_ExecAction__Output } from '../../kuorum/v1/ExecAction.js';
import type { HTTPGetAction as _kuorum_v1_HTTPGetAction, HTTPGetAction__Output as _kuorum_v1_HTTPGetAction__Output } from '../../kuorum/v1/HTTPGetAction.js';
import type { SleepAction as _kuorum_v1_SleepAction, SleepAction__Output as _kuorum_v1_SleepAction__Output } from '../../kuorum/v1/SleepAction.js';

/**
 * One of the three is set.
 */
export interface LifecycleHandler {
  'exec'?: (_kuorum_v1_ExecAction | null);
  'httpGet'?: (_kuorum_v1_HTTPGetAction | null);
  'sleep'?: (_kuorum_v1_SleepAction | null);
}

/**
 * One of the three is set.
 */
export interface LifecycleHandler__Output {
  'exec': (_kuorum_v1_ExecAction__Output | null);
  'httpGet': (_kuorum_v1_HTTPGetAction__Output | null);
  'sleep': (_kuorum_v1_SleepAction__Output | null);
}

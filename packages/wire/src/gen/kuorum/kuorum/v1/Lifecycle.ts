// Original file: proto/kuorum/v1/pod.proto

import type { LifecycleHandler as _kuorum_v1_LifecycleHandler, LifecycleHandler__Output as _kuorum_v1_LifecycleHandler__Output } from '../../kuorum/v1/LifecycleHandler.js';

/**
 * What is done when a container has started and before it is stopped.
 */
export interface Lifecycle {
  'postStart'?: (_kuorum_v1_LifecycleHandler | null);
  'preStop'?: (_kuorum_v1_LifecycleHandler | null);
}

/**
 * What is done when a container has started and before it is stopped.
 */
export interface Lifecycle__Output {
  'postStart': (_kuorum_v1_LifecycleHandler__Output | null);
  'preStop': (_kuorum_v1_LifecycleHandler__Output | null);
}

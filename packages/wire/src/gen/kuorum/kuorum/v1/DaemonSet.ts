// Original file: proto/kuorum/v1/daemon_set.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { DaemonSetSpec as _kuorum_v1_DaemonSetSpec, DaemonSetSpec__Output as _kuorum_v1_DaemonSetSpec__Output } from '../../kuorum/v1/DaemonSetSpec.js';
import type { DaemonSetStatus as _kuorum_v1_DaemonSetStatus, DaemonSetStatus__Output as _kuorum_v1_DaemonSetStatus__Output } from '../../kuorum/v1/DaemonSetStatus.js';

/**
 * Keeps one pod running on every node that the template fits.
 */
export interface DaemonSet {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * What is wanted.
   * +required
   */
  'spec'?: (_kuorum_v1_DaemonSetSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_DaemonSetStatus | null);
}

/**
 * Keeps one pod running on every node that the template fits.
 */
export interface DaemonSet__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * What is wanted.
   * +required
   */
  'spec': (_kuorum_v1_DaemonSetSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_DaemonSetStatus__Output | null);
}

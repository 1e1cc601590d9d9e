// Original file: proto/kuorum/v1/replication_controller.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { ReplicationControllerSpec as _kuorum_v1_ReplicationControllerSpec, ReplicationControllerSpec__Output as _kuorum_v1_ReplicationControllerSpec__Output } from '../../kuorum/v1/ReplicationControllerSpec.js';
import type { ReplicationControllerStatus as _kuorum_v1_ReplicationControllerStatus, ReplicationControllerStatus__Output as _kuorum_v1_ReplicationControllerStatus__Output } from '../../kuorum/v1/ReplicationControllerStatus.js';

/**
 * Keeps a number of equal pods running.
 */
export interface ReplicationController {
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
  'spec'?: (_kuorum_v1_ReplicationControllerSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_ReplicationControllerStatus | null);
}

/**
 * Keeps a number of equal pods running.
 */
export interface ReplicationController__Output {
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
  'spec': (_kuorum_v1_ReplicationControllerSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_ReplicationControllerStatus__Output | null);
}

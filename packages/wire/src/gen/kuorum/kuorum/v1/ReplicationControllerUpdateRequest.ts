// Original file: proto/kuorum/v1/replication_controller.proto

import type { ReplicationController as _kuorum_v1_ReplicationController, ReplicationController__Output as _kuorum_v1_ReplicationController__Output } from '../../kuorum/v1/ReplicationController.js';

export interface ReplicationControllerUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_ReplicationController | null);
  'dryRun'?: (boolean);
}

export interface ReplicationControllerUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_ReplicationController__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/replication_controller.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { ReplicationController as _kuorum_v1_ReplicationController, ReplicationController__Output as _kuorum_v1_ReplicationController__Output } from '../../kuorum/v1/ReplicationController.js';

export interface ReplicationControllerList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_ReplicationController)[];
}

export interface ReplicationControllerList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_ReplicationController__Output)[];
}

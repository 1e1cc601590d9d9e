// Original file: proto/kuorum/v1/daemon_set.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { DaemonSet as _kuorum_v1_DaemonSet, DaemonSet__Output as _kuorum_v1_DaemonSet__Output } from '../../kuorum/v1/DaemonSet.js';

export interface DaemonSetList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_DaemonSet)[];
}

export interface DaemonSetList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_DaemonSet__Output)[];
}

// Original file: proto/kuorum/v1/daemon_set.proto

import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from '../../google/protobuf/Value.js';

export interface RollingUpdateDaemonSet {
  /**
   * Nodes that may be without a ready pod during an update, as a number or a share; 1 by default.
   */
  'maxUnavailable'?: (_google_protobuf_Value | null);
  /**
   * Nodes that may have the old and the new pod for a while, as a number or a share; 0 by default.
   */
  'maxSurge'?: (_google_protobuf_Value | null);
}

export interface RollingUpdateDaemonSet__Output {
  /**
   * Nodes that may be without a ready pod during an update, as a number or a share; 1 by default.
   */
  'maxUnavailable': (_google_protobuf_Value__Output | null);
  /**
   * Nodes that may have the old and the new pod for a while, as a number or a share; 0 by default.
   */
  'maxSurge': (_google_protobuf_Value__Output | null);
}

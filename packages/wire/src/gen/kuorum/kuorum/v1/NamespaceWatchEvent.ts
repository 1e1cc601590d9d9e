// Original file: proto/kuorum/v1/namespace.proto

import type { Namespace as _kuorum_v1_Namespace, Namespace__Output as _kuorum_v1_Namespace__Output } from '../../kuorum/v1/Namespace.js';

export interface NamespaceWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Namespace | null);
}

export interface NamespaceWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Namespace__Output | null);
}

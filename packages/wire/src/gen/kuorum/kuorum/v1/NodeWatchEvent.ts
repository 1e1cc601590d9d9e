// Original file: proto/kuorum/v1/node.proto

import type { Node as _kuorum_v1_Node, Node__Output as _kuorum_v1_Node__Output } from '../../kuorum/v1/Node.js';

export interface NodeWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Node | null);
}

export interface NodeWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Node__Output | null);
}

// Original file: proto/kuorum/v1/node.proto

import type { Node as _kuorum_v1_Node, Node__Output as _kuorum_v1_Node__Output } from '../../kuorum/v1/Node.js';

export interface NodeCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Node | null);
  'dryRun'?: (boolean);
}

export interface NodeCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Node__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/node.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { Node as _kuorum_v1_Node, Node__Output as _kuorum_v1_Node__Output } from '../../kuorum/v1/Node.js';

export interface NodeList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_Node)[];
}

export interface NodeList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_Node__Output)[];
}

// Original file: proto/kuorum/v1/namespace.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { Namespace as _kuorum_v1_Namespace, Namespace__Output as _kuorum_v1_Namespace__Output } from '../../kuorum/v1/Namespace.js';

export interface NamespaceList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_Namespace)[];
}

export interface NamespaceList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_Namespace__Output)[];
}

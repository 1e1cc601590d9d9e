// Original file: proto/kuorum/v1/namespace.proto

import type { Namespace as _kuorum_v1_Namespace, Namespace__Output as _kuorum_v1_Namespace__Output } from '../../kuorum/v1/Namespace.js';

export interface NamespaceCreateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Namespace | null);
  'dryRun'?: (boolean);
}

export interface NamespaceCreateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Namespace__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/node.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';
import type { NodeSpec as _kuorum_v1_NodeSpec, NodeSpec__Output as _kuorum_v1_NodeSpec__Output } from '../../kuorum/v1/NodeSpec.js';
import type { NodeStatus as _kuorum_v1_NodeStatus, NodeStatus__Output as _kuorum_v1_NodeStatus__Output } from '../../kuorum/v1/NodeStatus.js';

/**
 * A machine that runs pods. Registered by its kubelet.
 */
export interface Node {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * What is wanted.
   * +required
   */
  'spec'?: (_kuorum_v1_NodeSpec | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status'?: (_kuorum_v1_NodeStatus | null);
}

/**
 * A machine that runs pods. Registered by its kubelet.
 */
export interface Node__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * What is wanted.
   * +required
   */
  'spec': (_kuorum_v1_NodeSpec__Output | null);
  /**
   * What was last observed; written through UpdateStatus only.
   * +required
   */
  'status': (_kuorum_v1_NodeStatus__Output | null);
}

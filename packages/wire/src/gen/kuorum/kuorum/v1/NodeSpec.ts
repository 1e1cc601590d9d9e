// Original file: proto/kuorum/v1/node.proto

import type { Taint as _kuorum_v1_Taint, Taint__Output as _kuorum_v1_Taint__Output } from '../../kuorum/v1/Taint.js';

export interface NodeSpec {
  /**
   * Addresses of the pods on this node, such as 10.244.1.0/24; given out by the controllers.
   */
  'podCIDR'?: (string);
  /**
   * True keeps new pods away (cordon).
   */
  'unschedulable'?: (boolean);
  /**
   * Keep away, or drive away, pods that do not tolerate them.
   */
  'taints'?: (_kuorum_v1_Taint)[];
}

export interface NodeSpec__Output {
  /**
   * Addresses of the pods on this node, such as 10.244.1.0/24; given out by the controllers.
   */
  'podCIDR': (string);
  /**
   * True keeps new pods away (cordon).
   */
  'unschedulable': (boolean);
  /**
   * Keep away, or drive away, pods that do not tolerate them.
   */
  'taints': (_kuorum_v1_Taint__Output)[];
}

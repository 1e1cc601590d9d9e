// Original file: proto/kuorum/v1/node.proto

import type { Condition as _kuorum_v1_Condition, Condition__Output as _kuorum_v1_Condition__Output } from '../../kuorum/v1/Condition.js';
import type { NodeAddress as _kuorum_v1_NodeAddress, NodeAddress__Output as _kuorum_v1_NodeAddress__Output } from '../../kuorum/v1/NodeAddress.js';
import type { NodeDaemonEndpoints as _kuorum_v1_NodeDaemonEndpoints, NodeDaemonEndpoints__Output as _kuorum_v1_NodeDaemonEndpoints__Output } from '../../kuorum/v1/NodeDaemonEndpoints.js';
import type { NodeSystemInfo as _kuorum_v1_NodeSystemInfo, NodeSystemInfo__Output as _kuorum_v1_NodeSystemInfo__Output } from '../../kuorum/v1/NodeSystemInfo.js';

export interface NodeStatus {
  /**
   * All the node has: cpu, memory, pods.
   * +quantity
   */
  'capacity'?: ({[key: string]: string});
  /**
   * What of it pods may use.
   * +quantity
   */
  'allocatable'?: ({[key: string]: string});
  'conditions'?: (_kuorum_v1_Condition)[];
  'addresses'?: (_kuorum_v1_NodeAddress)[];
  'daemonEndpoints'?: (_kuorum_v1_NodeDaemonEndpoints | null);
  'nodeInfo'?: (_kuorum_v1_NodeSystemInfo | null);
}

export interface NodeStatus__Output {
  /**
   * All the node has: cpu, memory, pods.
   * +quantity
   */
  'capacity': ({[key: string]: string});
  /**
   * What of it pods may use.
   * +quantity
   */
  'allocatable': ({[key: string]: string});
  'conditions': (_kuorum_v1_Condition__Output)[];
  'addresses': (_kuorum_v1_NodeAddress__Output)[];
  'daemonEndpoints': (_kuorum_v1_NodeDaemonEndpoints__Output | null);
  'nodeInfo': (_kuorum_v1_NodeSystemInfo__Output | null);
}

// Original file: proto/kuorum/v1/affinity.proto

import type { NodeSelectorTerm as _kuorum_v1_NodeSelectorTerm, NodeSelectorTerm__Output as _kuorum_v1_NodeSelectorTerm__Output } from '../../kuorum/v1/NodeSelectorTerm.js';

export interface PreferredSchedulingTerm {
  /**
   * 1 to 100.
   */
  'weight'?: (number);
  /**
   * +required
   */
  'preference'?: (_kuorum_v1_NodeSelectorTerm | null);
}

export interface PreferredSchedulingTerm__Output {
  /**
   * 1 to 100.
   */
  'weight': (number);
  /**
   * +required
   */
  'preference': (_kuorum_v1_NodeSelectorTerm__Output | null);
}

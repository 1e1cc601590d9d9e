// Original file: proto/kuorum/v1/affinity.proto

import type { NodeSelector as _kuorum_v1_NodeSelector, NodeSelector__Output as _kuorum_v1_NodeSelector__Output } from '../../kuorum/v1/NodeSelector.js';
import type { PreferredSchedulingTerm as _kuorum_v1_PreferredSchedulingTerm, PreferredSchedulingTerm__Output as _kuorum_v1_PreferredSchedulingTerm__Output } from '../../kuorum/v1/PreferredSchedulingTerm.js';

export interface NodeAffinity {
  /**
   * The node must match.
   */
  'requiredDuringSchedulingIgnoredDuringExecution'?: (_kuorum_v1_NodeSelector | null);
  /**
   * A node that matches is better.
   */
  'preferredDuringSchedulingIgnoredDuringExecution'?: (_kuorum_v1_PreferredSchedulingTerm)[];
}

export interface NodeAffinity__Output {
  /**
   * The node must match.
   */
  'requiredDuringSchedulingIgnoredDuringExecution': (_kuorum_v1_NodeSelector__Output | null);
  /**
   * A node that matches is better.
   */
  'preferredDuringSchedulingIgnoredDuringExecution': (_kuorum_v1_PreferredSchedulingTerm__Output)[];
}

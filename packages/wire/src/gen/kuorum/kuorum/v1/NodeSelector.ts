// Original file: proto/kuorum/v1/affinity.proto

import type { NodeSelectorTerm as _kuorum_v1_NodeSelectorTerm, NodeSelectorTerm__Output as _kuorum_v1_NodeSelectorTerm__Output } from '../../kuorum/v1/NodeSelectorTerm.js';

/**
 * Matches a node that matches one of the terms.
 */
export interface NodeSelector {
  'nodeSelectorTerms'?: (_kuorum_v1_NodeSelectorTerm)[];
}

/**
 * Matches a node that matches one of the terms.
 */
export interface NodeSelector__Output {
  'nodeSelectorTerms': (_kuorum_v1_NodeSelectorTerm__Output)[];
}

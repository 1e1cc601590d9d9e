// Original file: proto/kuorum/v1/affinity.proto

import type { NodeSelectorRequirement as _kuorum_v1_NodeSelectorRequirement, NodeSelectorRequirement__Output as _kuorum_v1_NodeSelectorRequirement__Output } from '../../kuorum/v1/NodeSelectorRequirement.js';

/**
 * Matches a node for which all expressions hold; an empty term matches none.
 */
export interface NodeSelectorTerm {
  /**
   * Of the node's labels.
   */
  'matchExpressions'?: (_kuorum_v1_NodeSelectorRequirement)[];
  /**
   * Of the node's fields: metadata.name only.
   */
  'matchFields'?: (_kuorum_v1_NodeSelectorRequirement)[];
}

/**
 * Matches a node for which all expressions hold; an empty term matches none.
 */
export interface NodeSelectorTerm__Output {
  /**
   * Of the node's labels.
   */
  'matchExpressions': (_kuorum_v1_NodeSelectorRequirement__Output)[];
  /**
   * Of the node's fields: metadata.name only.
   */
  'matchFields': (_kuorum_v1_NodeSelectorRequirement__Output)[];
}

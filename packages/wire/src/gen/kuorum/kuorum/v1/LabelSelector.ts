// Original file: proto/kuorum/v1/meta.proto

import type { LabelSelectorRequirement as _kuorum_v1_LabelSelectorRequirement, LabelSelectorRequirement__Output as _kuorum_v1_LabelSelectorRequirement__Output } from '../../kuorum/v1/LabelSelectorRequirement.js';

/**
 * Selects objects by their labels: every pair and every expression must hold. An empty one selects everything.
 */
export interface LabelSelector {
  'matchLabels'?: ({[key: string]: string});
  'matchExpressions'?: (_kuorum_v1_LabelSelectorRequirement)[];
}

/**
 * Selects objects by their labels: every pair and every expression must hold. An empty one selects everything.
 */
export interface LabelSelector__Output {
  'matchLabels': ({[key: string]: string});
  'matchExpressions': (_kuorum_v1_LabelSelectorRequirement__Output)[];
}

// Original file: proto/kuorum/v1/affinity.proto

import type { PodAffinityTerm as _kuorum_v1_PodAffinityTerm, PodAffinityTerm__Output as _kuorum_v1_PodAffinityTerm__Output } from '../../kuorum/v1/PodAffinityTerm.js';

export interface WeightedPodAffinityTerm {
  /**
   * 1 to 100.
   */
  'weight'?: (number);
  /**
   * +required
   */
  'podAffinityTerm'?: (_kuorum_v1_PodAffinityTerm | null);
}

export interface WeightedPodAffinityTerm__Output {
  /**
   * 1 to 100.
   */
  'weight': (number);
  /**
   * +required
   */
  'podAffinityTerm': (_kuorum_v1_PodAffinityTerm__Output | null);
}

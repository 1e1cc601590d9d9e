// Original file: proto/kuorum/v1/affinity.proto

import type { PodAffinityTerm as _kuorum_v1_PodAffinityTerm, PodAffinityTerm__Output as _kuorum_v1_PodAffinityTerm__Output } from '../../kuorum/v1/PodAffinityTerm.js';
import type { WeightedPodAffinityTerm as _kuorum_v1_WeightedPodAffinityTerm, WeightedPodAffinityTerm__Output as _kuorum_v1_WeightedPodAffinityTerm__Output } from '../../kuorum/v1/WeightedPodAffinityTerm.js';

/**
 * Near pods that match.
 */
export interface PodAffinity {
  'requiredDuringSchedulingIgnoredDuringExecution'?: (_kuorum_v1_PodAffinityTerm)[];
  'preferredDuringSchedulingIgnoredDuringExecution'?: (_kuorum_v1_WeightedPodAffinityTerm)[];
}

/**
 * Near pods that match.
 */
export interface PodAffinity__Output {
  'requiredDuringSchedulingIgnoredDuringExecution': (_kuorum_v1_PodAffinityTerm__Output)[];
  'preferredDuringSchedulingIgnoredDuringExecution': (_kuorum_v1_WeightedPodAffinityTerm__Output)[];
}

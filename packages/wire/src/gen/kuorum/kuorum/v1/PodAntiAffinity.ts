// Original file: proto/kuorum/v1/affinity.proto

import type { PodAffinityTerm as _kuorum_v1_PodAffinityTerm, PodAffinityTerm__Output as _kuorum_v1_PodAffinityTerm__Output } from '../../kuorum/v1/PodAffinityTerm.js';
import type { WeightedPodAffinityTerm as _kuorum_v1_WeightedPodAffinityTerm, WeightedPodAffinityTerm__Output as _kuorum_v1_WeightedPodAffinityTerm__Output } from '../../kuorum/v1/WeightedPodAffinityTerm.js';

/**
 * Away from pods that match.
 */
export interface PodAntiAffinity {
  'requiredDuringSchedulingIgnoredDuringExecution'?: (_kuorum_v1_PodAffinityTerm)[];
  'preferredDuringSchedulingIgnoredDuringExecution'?: (_kuorum_v1_WeightedPodAffinityTerm)[];
}

/**
 * Away from pods that match.
 */
export interface PodAntiAffinity__Output {
  'requiredDuringSchedulingIgnoredDuringExecution': (_kuorum_v1_PodAffinityTerm__Output)[];
  'preferredDuringSchedulingIgnoredDuringExecution': (_kuorum_v1_WeightedPodAffinityTerm__Output)[];
}

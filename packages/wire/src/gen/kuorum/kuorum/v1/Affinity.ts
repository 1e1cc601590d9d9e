// Original file: proto/kuorum/v1/affinity.proto

import type { NodeAffinity as _kuorum_v1_NodeAffinity, NodeAffinity__Output as _kuorum_v1_NodeAffinity__Output } from '../../kuorum/v1/NodeAffinity.js';
import type { PodAffinity as _kuorum_v1_PodAffinity, PodAffinity__Output as _kuorum_v1_PodAffinity__Output } from '../../kuorum/v1/PodAffinity.js';
import type { PodAntiAffinity as _kuorum_v1_PodAntiAffinity, PodAntiAffinity__Output as _kuorum_v1_PodAntiAffinity__Output } from '../../kuorum/v1/PodAntiAffinity.js';

export interface Affinity {
  'nodeAffinity'?: (_kuorum_v1_NodeAffinity | null);
  'podAffinity'?: (_kuorum_v1_PodAffinity | null);
  'podAntiAffinity'?: (_kuorum_v1_PodAntiAffinity | null);
}

export interface Affinity__Output {
  'nodeAffinity': (_kuorum_v1_NodeAffinity__Output | null);
  'podAffinity': (_kuorum_v1_PodAffinity__Output | null);
  'podAntiAffinity': (_kuorum_v1_PodAntiAffinity__Output | null);
}

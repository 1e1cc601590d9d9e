// Original file: proto/kuorum/v1/node.proto

import type { DaemonEndpoint as _kuorum_v1_DaemonEndpoint, DaemonEndpoint__Output as _kuorum_v1_DaemonEndpoint__Output } from '../../kuorum/v1/DaemonEndpoint.js';

export interface NodeDaemonEndpoints {
  'kubeletEndpoint'?: (_kuorum_v1_DaemonEndpoint | null);
}

export interface NodeDaemonEndpoints__Output {
  'kubeletEndpoint': (_kuorum_v1_DaemonEndpoint__Output | null);
}

// Original file: proto/kuorum/v1/pod.proto

import type { PodPortForwardOptions as _kuorum_v1_PodPortForwardOptions, PodPortForwardOptions__Output as _kuorum_v1_PodPortForwardOptions__Output } from '../../kuorum/v1/PodPortForwardOptions.js';

/**
 * The first message has the options and nothing else. The end of the requests is the end of what goes to the pod.
 */
export interface PortForwardRequest {
  'options'?: (_kuorum_v1_PodPortForwardOptions | null);
  'data'?: (Buffer | Uint8Array | string);
}

/**
 * The first message has the options and nothing else. The end of the requests is the end of what goes to the pod.
 */
export interface PortForwardRequest__Output {
  'options': (_kuorum_v1_PodPortForwardOptions__Output | null);
  'data': (Buffer);
}

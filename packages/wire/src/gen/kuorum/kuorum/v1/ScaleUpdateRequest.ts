// Original file: proto/kuorum/v1/meta.proto

import type { Scale as _kuorum_v1_Scale, Scale__Output as _kuorum_v1_Scale__Output } from '../../kuorum/v1/Scale.js';

export interface ScaleUpdateRequest {
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Scale | null);
  'dryRun'?: (boolean);
}

export interface ScaleUpdateRequest__Output {
  /**
   * +required
   */
  'object': (_kuorum_v1_Scale__Output | null);
  'dryRun': (boolean);
}

// Original file: proto/kuorum/v1/volume.proto

import type { KeyToPath as _kuorum_v1_KeyToPath, KeyToPath__Output as _kuorum_v1_KeyToPath__Output } from '../../kuorum/v1/KeyToPath.js';

export interface SecretProjection {
  'name'?: (string);
  'items'?: (_kuorum_v1_KeyToPath)[];
  'optional'?: (boolean);
  '_optional'?: "optional";
}

export interface SecretProjection__Output {
  'name': (string);
  'items': (_kuorum_v1_KeyToPath__Output)[];
  'optional'?: (boolean);
  '_optional'?: "optional";
}

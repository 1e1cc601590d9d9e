// Original file: proto/kuorum/v1/volume.proto

import type { KeyToPath as _kuorum_v1_KeyToPath, KeyToPath__Output as _kuorum_v1_KeyToPath__Output } from '../../kuorum/v1/KeyToPath.js';

/**
 * The keys of a Secret as files.
 */
export interface SecretVolumeSource {
  'secretName'?: (string);
  'items'?: (_kuorum_v1_KeyToPath)[];
  'defaultMode'?: (number);
  'optional'?: (boolean);
  '_defaultMode'?: "defaultMode";
  '_optional'?: "optional";
}

/**
 * The keys of a Secret as files.
 */
export interface SecretVolumeSource__Output {
  'secretName': (string);
  'items': (_kuorum_v1_KeyToPath__Output)[];
  'defaultMode'?: (number);
  'optional'?: (boolean);
  '_defaultMode'?: "defaultMode";
  '_optional'?: "optional";
}

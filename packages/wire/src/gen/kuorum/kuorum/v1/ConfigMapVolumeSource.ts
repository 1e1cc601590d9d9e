// Original file: proto/kuorum/v1/volume.proto

import type { KeyToPath as _kuorum_v1_KeyToPath, KeyToPath__Output as _kuorum_v1_KeyToPath__Output } from '../../kuorum/v1/KeyToPath.js';

/**
 * The keys of a ConfigMap as files.
 */
export interface ConfigMapVolumeSource {
  'name'?: (string);
  /**
   * Only these keys, under other names; empty: all keys.
   */
  'items'?: (_kuorum_v1_KeyToPath)[];
  /**
   * Permissions of the files; 420 (0644 in octal) by default.
   */
  'defaultMode'?: (number);
  /**
   * True: it need not exist.
   */
  'optional'?: (boolean);
  '_defaultMode'?: "defaultMode";
  '_optional'?: "optional";
}

/**
 * The keys of a ConfigMap as files.
 */
export interface ConfigMapVolumeSource__Output {
  'name': (string);
  /**
   * Only these keys, under other names; empty: all keys.
   */
  'items': (_kuorum_v1_KeyToPath__Output)[];
  /**
   * Permissions of the files; 420 (0644 in octal) by default.
   */
  'defaultMode'?: (number);
  /**
   * True: it need not exist.
   */
  'optional'?: (boolean);
  '_defaultMode'?: "defaultMode";
  '_optional'?: "optional";
}

// Original file: proto/kuorum/v1/secret.proto

import type { Secret as _kuorum_v1_Secret, Secret__Output as _kuorum_v1_Secret__Output } from '../../kuorum/v1/Secret.js';

export interface SecretWatchEvent {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type'?: (string);
  /**
   * +required
   */
  'object'?: (_kuorum_v1_Secret | null);
}

export interface SecretWatchEvent__Output {
  /**
   * +enum=ADDED|MODIFIED|DELETED|BOOKMARK
   */
  'type': (string);
  /**
   * +required
   */
  'object': (_kuorum_v1_Secret__Output | null);
}

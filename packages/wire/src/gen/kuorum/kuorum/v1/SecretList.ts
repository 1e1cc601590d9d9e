// Original file: proto/kuorum/v1/secret.proto

import type { ListMeta as _kuorum_v1_ListMeta, ListMeta__Output as _kuorum_v1_ListMeta__Output } from '../../kuorum/v1/ListMeta.js';
import type { Secret as _kuorum_v1_Secret, Secret__Output as _kuorum_v1_Secret__Output } from '../../kuorum/v1/Secret.js';

export interface SecretList {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ListMeta | null);
  'items'?: (_kuorum_v1_Secret)[];
}

export interface SecretList__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ListMeta__Output | null);
  'items': (_kuorum_v1_Secret__Output)[];
}

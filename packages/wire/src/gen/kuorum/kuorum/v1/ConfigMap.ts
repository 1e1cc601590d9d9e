// Original file: proto/kuorum/v1/config_map.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';

/**
 * Settings that pods read as environment variables or files.
 */
export interface ConfigMap {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * True: data and binaryData can never change again; nor can this field.
   */
  'immutable'?: (boolean);
  /**
   * Text by key. Keys consist of letters, digits, '-', '_' and '.'.
   */
  'data'?: ({[key: string]: string});
  /**
   * Bytes by key, base64 in JSON. A key is in one of the two maps only.
   */
  'binaryData'?: ({[key: string]: Buffer | Uint8Array | string});
  '_immutable'?: "immutable";
}

/**
 * Settings that pods read as environment variables or files.
 */
export interface ConfigMap__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * True: data and binaryData can never change again; nor can this field.
   */
  'immutable'?: (boolean);
  /**
   * Text by key. Keys consist of letters, digits, '-', '_' and '.'.
   */
  'data': ({[key: string]: string});
  /**
   * Bytes by key, base64 in JSON. A key is in one of the two maps only.
   */
  'binaryData': ({[key: string]: Buffer});
  '_immutable'?: "immutable";
}

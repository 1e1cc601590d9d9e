// Original file: proto/kuorum/v1/secret.proto

import type { ObjectMeta as _kuorum_v1_ObjectMeta, ObjectMeta__Output as _kuorum_v1_ObjectMeta__Output } from '../../kuorum/v1/ObjectMeta.js';

/**
 * Passwords, keys and tokens that pods read as environment variables or files.
 */
export interface Secret {
  'apiVersion'?: (string);
  'kind'?: (string);
  /**
   * +required
   */
  'metadata'?: (_kuorum_v1_ObjectMeta | null);
  /**
   * True: data can never change again; nor can this field.
   */
  'immutable'?: (boolean);
  /**
   * Bytes by key, base64 in JSON. Keys consist of letters, digits, '-', '_' and '.'.
   */
  'data'?: ({[key: string]: Buffer | Uint8Array | string});
  /**
   * Text by key, for writing only: the server moves it into data, over what is there.
   */
  'stringData'?: ({[key: string]: string});
  /**
   * Says which keys data must have, such as kubernetes.io/tls; Opaque by default. Cannot be changed.
   */
  'type'?: (string);
  '_immutable'?: "immutable";
}

/**
 * Passwords, keys and tokens that pods read as environment variables or files.
 */
export interface Secret__Output {
  'apiVersion': (string);
  'kind': (string);
  /**
   * +required
   */
  'metadata': (_kuorum_v1_ObjectMeta__Output | null);
  /**
   * True: data can never change again; nor can this field.
   */
  'immutable'?: (boolean);
  /**
   * Bytes by key, base64 in JSON. Keys consist of letters, digits, '-', '_' and '.'.
   */
  'data': ({[key: string]: Buffer});
  /**
   * Text by key, for writing only: the server moves it into data, over what is there.
   */
  'stringData': ({[key: string]: string});
  /**
   * Says which keys data must have, such as kubernetes.io/tls; Opaque by default. Cannot be changed.
   */
  'type': (string);
  '_immutable'?: "immutable";
}

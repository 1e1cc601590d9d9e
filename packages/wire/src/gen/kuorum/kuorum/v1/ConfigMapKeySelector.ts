// Original file: proto/kuorum/v1/env.proto


export interface ConfigMapKeySelector {
  'name'?: (string);
  'key'?: (string);
  /**
   * True: neither need exist.
   */
  'optional'?: (boolean);
  '_optional'?: "optional";
}

export interface ConfigMapKeySelector__Output {
  'name': (string);
  'key': (string);
  /**
   * True: neither need exist.
   */
  'optional'?: (boolean);
  '_optional'?: "optional";
}

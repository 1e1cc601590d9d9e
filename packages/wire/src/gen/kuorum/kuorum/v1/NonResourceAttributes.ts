// Original file: proto/kuorum/v1/authorization.proto


export interface NonResourceAttributes {
  /**
   * Such as /version.
   */
  'path'?: (string);
  'verb'?: (string);
}

export interface NonResourceAttributes__Output {
  /**
   * Such as /version.
   */
  'path': (string);
  'verb': (string);
}

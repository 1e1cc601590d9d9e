// Original file: proto/kuorum/v1/volume.proto


export interface KeyToPath {
  'key'?: (string);
  /**
   * Relative, without '..'.
   */
  'path'?: (string);
  'mode'?: (number);
  '_mode'?: "mode";
}

export interface KeyToPath__Output {
  'key': (string);
  /**
   * Relative, without '..'.
   */
  'path': (string);
  'mode'?: (number);
  '_mode'?: "mode";
}

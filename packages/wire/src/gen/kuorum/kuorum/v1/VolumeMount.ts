// Original file: proto/kuorum/v1/volume.proto


/**
 * Where a container sees a volume.
 */
export interface VolumeMount {
  'name'?: (string);
  'readOnly'?: (boolean);
  'mountPath'?: (string);
  /**
   * A path within the volume instead of its root.
   */
  'subPath'?: (string);
}

/**
 * Where a container sees a volume.
 */
export interface VolumeMount__Output {
  'name': (string);
  'readOnly': (boolean);
  'mountPath': (string);
  /**
   * A path within the volume instead of its root.
   */
  'subPath': (string);
}

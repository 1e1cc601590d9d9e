// Original file: proto/kuorum/v1/volume.proto


/**
 * Empty at first, gone with the pod.
 */
export interface EmptyDirVolumeSource {
  /**
   * Memory: in the node's memory, not on its disk.
   * +enum=Memory
   */
  'medium'?: (string);
  /**
   * +quantity
   */
  'sizeLimit'?: (string);
}

/**
 * Empty at first, gone with the pod.
 */
export interface EmptyDirVolumeSource__Output {
  /**
   * Memory: in the node's memory, not on its disk.
   * +enum=Memory
   */
  'medium': (string);
  /**
   * +quantity
   */
  'sizeLimit': (string);
}

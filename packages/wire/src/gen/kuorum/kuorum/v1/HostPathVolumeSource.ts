// Original file: proto/kuorum/v1/volume.proto


/**
 * A path of the node itself.
 */
export interface HostPathVolumeSource {
  'path'?: (string);
  /**
   * What must be there, or be made; empty: nothing is looked at.
   * +enum=DirectoryOrCreate|Directory|FileOrCreate|File|Socket|CharDevice|BlockDevice
   */
  'type'?: (string);
}

/**
 * A path of the node itself.
 */
export interface HostPathVolumeSource__Output {
  'path': (string);
  /**
   * What must be there, or be made; empty: nothing is looked at.
   * +enum=DirectoryOrCreate|Directory|FileOrCreate|File|Socket|CharDevice|BlockDevice
   */
  'type': (string);
}

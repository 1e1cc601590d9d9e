// Original file: proto/kuorum/v1/pod.proto


/**
 * Such as NET_ADMIN; ALL stands for all of them.
 */
export interface Capabilities {
  'add'?: (string)[];
  'drop'?: (string)[];
}

/**
 * Such as NET_ADMIN; ALL stands for all of them.
 */
export interface Capabilities__Output {
  'add': (string)[];
  'drop': (string)[];
}

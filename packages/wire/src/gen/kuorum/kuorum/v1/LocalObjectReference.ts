// Original file: proto/kuorum/v1/meta.proto


/**
 * Points at an object in the same namespace, of a kind that the field knows.
 */
export interface LocalObjectReference {
  'name'?: (string);
}

/**
 * Points at an object in the same namespace, of a kind that the field knows.
 */
export interface LocalObjectReference__Output {
  'name': (string);
}

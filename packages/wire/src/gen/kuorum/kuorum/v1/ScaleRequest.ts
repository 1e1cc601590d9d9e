// Original file: proto/kuorum/v1/meta.proto


/**
 * Changes the number of replicas and nothing else.
 */
export interface ScaleRequest {
  'namespace'?: (string);
  'name'?: (string);
  'replicas'?: (number);
  /**
   * When given, the object must still have this version.
   */
  'resourceVersion'?: (string);
  /**
   * When given, the object must have had this many replicas.
   */
  'currentReplicas'?: (number);
  '_currentReplicas'?: "currentReplicas";
}

/**
 * Changes the number of replicas and nothing else.
 */
export interface ScaleRequest__Output {
  'namespace': (string);
  'name': (string);
  'replicas': (number);
  /**
   * When given, the object must still have this version.
   */
  'resourceVersion': (string);
  /**
   * When given, the object must have had this many replicas.
   */
  'currentReplicas'?: (number);
  '_currentReplicas'?: "currentReplicas";
}

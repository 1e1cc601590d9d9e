// Original file: proto/kuorum/v1/meta.proto


/**
 * One aspect of an object's state, as last observed.
 */
export interface Condition {
  'type'?: (string);
  /**
   * +enum=True|False|Unknown
   */
  'status'?: (string);
  /**
   * When this condition was last confirmed (nodes only).
   */
  'lastHeartbeatTime'?: (string);
  /**
   * When status last changed.
   */
  'lastTransitionTime'?: (string);
  /**
   * One CamelCase word saying why.
   */
  'reason'?: (string);
  /**
   * For people.
   */
  'message'?: (string);
  /**
   * When this condition last changed in any way (deployments only).
   */
  'lastUpdateTime'?: (string);
  /**
   * When this was last looked at (pods and jobs only).
   */
  'lastProbeTime'?: (string);
  /**
   * Generation of the object that this condition speaks of (disruption budgets only).
   */
  'observedGeneration'?: (number);
}

/**
 * One aspect of an object's state, as last observed.
 */
export interface Condition__Output {
  'type': (string);
  /**
   * +enum=True|False|Unknown
   */
  'status': (string);
  /**
   * When this condition was last confirmed (nodes only).
   */
  'lastHeartbeatTime': (string);
  /**
   * When status last changed.
   */
  'lastTransitionTime': (string);
  /**
   * One CamelCase word saying why.
   */
  'reason': (string);
  /**
   * For people.
   */
  'message': (string);
  /**
   * When this condition last changed in any way (deployments only).
   */
  'lastUpdateTime': (string);
  /**
   * When this was last looked at (pods and jobs only).
   */
  'lastProbeTime': (string);
  /**
   * Generation of the object that this condition speaks of (disruption budgets only).
   */
  'observedGeneration': (number);
}

// Original file: proto/kuorum/v1/node.proto


export interface Taint {
  'key'?: (string);
  'value'?: (string);
  /**
   * +enum=NoSchedule|PreferNoSchedule|NoExecute
   */
  'effect'?: (string);
  /**
   * When the taint was set; NoExecute only.
   */
  'timeAdded'?: (string);
}

export interface Taint__Output {
  'key': (string);
  'value': (string);
  /**
   * +enum=NoSchedule|PreferNoSchedule|NoExecute
   */
  'effect': (string);
  /**
   * When the taint was set; NoExecute only.
   */
  'timeAdded': (string);
}

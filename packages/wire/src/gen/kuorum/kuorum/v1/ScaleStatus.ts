// Original file: proto/kuorum/v1/meta.proto


export interface ScaleStatus {
  /**
   * Replicas that there are.
   */
  'replicas'?: (number);
  /**
   * Selector of the pods, as text.
   */
  'selector'?: (string);
}

export interface ScaleStatus__Output {
  /**
   * Replicas that there are.
   */
  'replicas': (number);
  /**
   * Selector of the pods, as text.
   */
  'selector': (string);
}

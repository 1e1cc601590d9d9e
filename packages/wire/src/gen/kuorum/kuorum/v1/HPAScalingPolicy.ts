// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto


/**
 * So much change within so many seconds.
 */
export interface HPAScalingPolicy {
  /**
   * +enum=Pods|Percent
   */
  'type'?: (string);
  'value'?: (number);
  'periodSeconds'?: (number);
}

/**
 * So much change within so many seconds.
 */
export interface HPAScalingPolicy__Output {
  /**
   * +enum=Pods|Percent
   */
  'type': (string);
  'value': (number);
  'periodSeconds': (number);
}

// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto


export interface MetricTarget {
  /**
   * +enum=Utilization|Value|AverageValue
   */
  'type'?: (string);
  /**
   * +quantity
   */
  'value'?: (string);
  /**
   * Of all pods, by number.
   * +quantity
   */
  'averageValue'?: (string);
  /**
   * Of all pods, in percent of what they request.
   */
  'averageUtilization'?: (number);
  '_value'?: "value";
  '_averageValue'?: "averageValue";
  '_averageUtilization'?: "averageUtilization";
}

export interface MetricTarget__Output {
  /**
   * +enum=Utilization|Value|AverageValue
   */
  'type': (string);
  /**
   * +quantity
   */
  'value'?: (string);
  /**
   * Of all pods, by number.
   * +quantity
   */
  'averageValue'?: (string);
  /**
   * Of all pods, in percent of what they request.
   */
  'averageUtilization'?: (number);
  '_value'?: "value";
  '_averageValue'?: "averageValue";
  '_averageUtilization'?: "averageUtilization";
}

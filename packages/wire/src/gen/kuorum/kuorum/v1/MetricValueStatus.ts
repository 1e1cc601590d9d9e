// Original file: proto/kuorum/v1/horizontal_pod_autoscaler.proto


export interface MetricValueStatus {
  /**
   * +quantity
   */
  'value'?: (string);
  /**
   * +quantity
   */
  'averageValue'?: (string);
  'averageUtilization'?: (number);
  '_value'?: "value";
  '_averageValue'?: "averageValue";
  '_averageUtilization'?: "averageUtilization";
}

export interface MetricValueStatus__Output {
  /**
   * +quantity
   */
  'value'?: (string);
  /**
   * +quantity
   */
  'averageValue'?: (string);
  'averageUtilization'?: (number);
  '_value'?: "value";
  '_averageValue'?: "averageValue";
  '_averageUtilization'?: "averageUtilization";
}

// Original file: proto/kuorum/v1/metrics.proto


export interface ListNodeMetricsRequest {
  /**
   * Such as disk=ssd; empty for all.
   */
  'labelSelector'?: (string);
  /**
   * metadata.name=NAME; empty for all.
   */
  'fieldSelector'?: (string);
}

export interface ListNodeMetricsRequest__Output {
  /**
   * Such as disk=ssd; empty for all.
   */
  'labelSelector': (string);
  /**
   * metadata.name=NAME; empty for all.
   */
  'fieldSelector': (string);
}

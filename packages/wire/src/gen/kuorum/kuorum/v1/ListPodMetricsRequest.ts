// Original file: proto/kuorum/v1/metrics.proto


export interface ListPodMetricsRequest {
  /**
   * Empty for all.
   */
  'namespace'?: (string);
  /**
   * Such as app=web,tier!=cache; empty for all.
   */
  'labelSelector'?: (string);
  /**
   * Such as metadata.name=NAME; whatever pods are selected by. Empty for all.
   */
  'fieldSelector'?: (string);
}

export interface ListPodMetricsRequest__Output {
  /**
   * Empty for all.
   */
  'namespace': (string);
  /**
   * Such as app=web,tier!=cache; empty for all.
   */
  'labelSelector': (string);
  /**
   * Such as metadata.name=NAME; whatever pods are selected by. Empty for all.
   */
  'fieldSelector': (string);
}

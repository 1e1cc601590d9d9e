// Original file: proto/kuorum/v1/meta.proto


export interface DeleteCollectionRequest {
  /**
   * Must be given for kinds that are in namespaces.
   */
  'namespace'?: (string);
  'labelSelector'?: (string);
  'fieldSelector'?: (string);
  'gracePeriodSeconds'?: (number);
  /**
   * +enum=Background|Foreground|Orphan
   */
  'propagationPolicy'?: (string);
  'dryRun'?: (boolean);
  '_gracePeriodSeconds'?: "gracePeriodSeconds";
}

export interface DeleteCollectionRequest__Output {
  /**
   * Must be given for kinds that are in namespaces.
   */
  'namespace': (string);
  'labelSelector': (string);
  'fieldSelector': (string);
  'gracePeriodSeconds'?: (number);
  /**
   * +enum=Background|Foreground|Orphan
   */
  'propagationPolicy': (string);
  'dryRun': (boolean);
  '_gracePeriodSeconds'?: "gracePeriodSeconds";
}

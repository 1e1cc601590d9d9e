// Original file: proto/kuorum/v1/meta.proto


export interface GetRequest {
  /**
   * Empty for cluster-scoped kinds; "default" stands for it elsewhere.
   */
  'namespace'?: (string);
  'name'?: (string);
}

export interface GetRequest__Output {
  /**
   * Empty for cluster-scoped kinds; "default" stands for it elsewhere.
   */
  'namespace': (string);
  'name': (string);
}

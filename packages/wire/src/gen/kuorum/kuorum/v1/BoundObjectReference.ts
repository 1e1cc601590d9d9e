// Original file: proto/kuorum/v1/service_account.proto


export interface BoundObjectReference {
  /**
   * Pod, Secret or Node.
   */
  'kind'?: (string);
  'apiVersion'?: (string);
  'name'?: (string);
  /**
   * When given, the object must be this one.
   */
  'uid'?: (string);
}

export interface BoundObjectReference__Output {
  /**
   * Pod, Secret or Node.
   */
  'kind': (string);
  'apiVersion': (string);
  'name': (string);
  /**
   * When given, the object must be this one.
   */
  'uid': (string);
}

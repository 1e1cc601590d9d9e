// Original file: proto/kuorum/v1/pod.proto


export interface BindRequest {
  'namespace'?: (string);
  'name'?: (string);
  /**
   * When given, the pod must still be this one.
   */
  'uid'?: (string);
  /**
   * The node to bind to.
   */
  'nodeName'?: (string);
}

export interface BindRequest__Output {
  'namespace': (string);
  'name': (string);
  /**
   * When given, the pod must still be this one.
   */
  'uid': (string);
  /**
   * The node to bind to.
   */
  'nodeName': (string);
}

// Original file: proto/kuorum/v1/meta.proto


export interface PatchRequest {
  'namespace'?: (string);
  'name'?: (string);
  /**
   * merge (RFC 7396, the default), json (RFC 6902) or strategic (lists are merged by their keys).
   * +enum=merge|json|strategic
   */
  'type'?: (string);
  /**
   * The patch as JSON text. A resourceVersion in it must be the object's.
   */
  'patch'?: (string);
  /**
   * Empty, or the subresource to patch.
   * +enum=status
   */
  'subresource'?: (string);
  'dryRun'?: (boolean);
}

export interface PatchRequest__Output {
  'namespace': (string);
  'name': (string);
  /**
   * merge (RFC 7396, the default), json (RFC 6902) or strategic (lists are merged by their keys).
   * +enum=merge|json|strategic
   */
  'type': (string);
  /**
   * The patch as JSON text. A resourceVersion in it must be the object's.
   */
  'patch': (string);
  /**
   * Empty, or the subresource to patch.
   * +enum=status
   */
  'subresource': (string);
  'dryRun': (boolean);
}

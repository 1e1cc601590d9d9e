// Original file: proto/kuorum/v1/meta.proto


export interface PatchRequest {
  'namespace'?: (string);
  'name'?: (string);
  /**
   * +enum=merge
   */
  'type'?: (string);
  /**
   * The patch as JSON text (RFC 7396 for type merge).
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
   * +enum=merge
   */
  'type': (string);
  /**
   * The patch as JSON text (RFC 7396 for type merge).
   */
  'patch': (string);
  /**
   * Empty, or the subresource to patch.
   * +enum=status
   */
  'subresource': (string);
  'dryRun': (boolean);
}

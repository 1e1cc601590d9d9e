// Original file: proto/kuorum/v1/namespace.proto


export interface NamespaceSpec {
  /**
   * Deletion waits until this list is empty.
   */
  'finalizers'?: (string)[];
}

export interface NamespaceSpec__Output {
  /**
   * Deletion waits until this list is empty.
   */
  'finalizers': (string)[];
}

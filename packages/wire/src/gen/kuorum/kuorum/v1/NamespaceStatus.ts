// Original file: proto/kuorum/v1/namespace.proto


export interface NamespaceStatus {
  /**
   * +enum=Active|Terminating
   */
  'phase'?: (string);
}

export interface NamespaceStatus__Output {
  /**
   * +enum=Active|Terminating
   */
  'phase': (string);
}

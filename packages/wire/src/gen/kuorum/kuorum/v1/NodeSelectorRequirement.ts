// Original file: proto/kuorum/v1/affinity.proto


export interface NodeSelectorRequirement {
  'key'?: (string);
  /**
   * In, NotIn, Exists, DoesNotExist, Gt or Lt.
   */
  'operator'?: (string);
  'values'?: (string)[];
}

export interface NodeSelectorRequirement__Output {
  'key': (string);
  /**
   * In, NotIn, Exists, DoesNotExist, Gt or Lt.
   */
  'operator': (string);
  'values': (string)[];
}

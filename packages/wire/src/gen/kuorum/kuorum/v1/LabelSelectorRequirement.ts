// Original file: proto/kuorum/v1/meta.proto


export interface LabelSelectorRequirement {
  'key'?: (string);
  /**
   * +enum=In|NotIn|Exists|DoesNotExist
   */
  'operator'?: (string);
  /**
   * For In and NotIn only.
   */
  'values'?: (string)[];
}

export interface LabelSelectorRequirement__Output {
  'key': (string);
  /**
   * +enum=In|NotIn|Exists|DoesNotExist
   */
  'operator': (string);
  /**
   * For In and NotIn only.
   */
  'values': (string)[];
}

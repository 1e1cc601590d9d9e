// Original file: proto/kuorum/v1/pod.proto


export interface Toleration {
  /**
   * Empty with operator Exists matches every taint.
   */
  'key'?: (string);
  /**
   * +enum=Equal|Exists
   */
  'operator'?: (string);
  'value'?: (string);
  /**
   * Empty matches every effect.
   * +enum=NoSchedule|PreferNoSchedule|NoExecute
   */
  'effect'?: (string);
  /**
   * How long a NoExecute taint is borne; not given = for ever.
   */
  'tolerationSeconds'?: (number);
  '_tolerationSeconds'?: "tolerationSeconds";
}

export interface Toleration__Output {
  /**
   * Empty with operator Exists matches every taint.
   */
  'key': (string);
  /**
   * +enum=Equal|Exists
   */
  'operator': (string);
  'value': (string);
  /**
   * Empty matches every effect.
   * +enum=NoSchedule|PreferNoSchedule|NoExecute
   */
  'effect': (string);
  /**
   * How long a NoExecute taint is borne; not given = for ever.
   */
  'tolerationSeconds'?: (number);
  '_tolerationSeconds'?: "tolerationSeconds";
}

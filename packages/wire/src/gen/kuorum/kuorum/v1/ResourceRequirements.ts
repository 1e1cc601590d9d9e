// Original file: proto/kuorum/v1/pod.proto


export interface ResourceRequirements {
  /**
   * +quantity
   */
  'limits'?: ({[key: string]: string});
  /**
   * What the scheduler sets aside; the limits, when not given.
   * +quantity
   */
  'requests'?: ({[key: string]: string});
}

export interface ResourceRequirements__Output {
  /**
   * +quantity
   */
  'limits': ({[key: string]: string});
  /**
   * What the scheduler sets aside; the limits, when not given.
   * +quantity
   */
  'requests': ({[key: string]: string});
}

// Original file: proto/kuorum/v1/metrics.proto


export interface ContainerMetrics {
  'name'?: (string);
  /**
   * cpu in cores; memory, the working set, in bytes.
   * +quantity
   */
  'usage'?: ({[key: string]: string});
}

export interface ContainerMetrics__Output {
  'name': (string);
  /**
   * cpu in cores; memory, the working set, in bytes.
   * +quantity
   */
  'usage': ({[key: string]: string});
}

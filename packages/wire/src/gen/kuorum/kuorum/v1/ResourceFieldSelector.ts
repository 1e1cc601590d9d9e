// Original file: proto/kuorum/v1/env.proto


/**
 * What a container asks for or is limited to.
 */
export interface ResourceFieldSelector {
  /**
   * This container in env; needed in volumes.
   */
  'containerName'?: (string);
  /**
   * limits.cpu, limits.memory, requests.cpu or requests.memory
   */
  'resource'?: (string);
  /**
   * Unit of the number: 1 or 1m for cpu, such as 1, 1k, 1Ki, 1Mi for memory; 1 by default.
   * +quantity
   */
  'divisor'?: (string);
}

/**
 * What a container asks for or is limited to.
 */
export interface ResourceFieldSelector__Output {
  /**
   * This container in env; needed in volumes.
   */
  'containerName': (string);
  /**
   * limits.cpu, limits.memory, requests.cpu or requests.memory
   */
  'resource': (string);
  /**
   * Unit of the number: 1 or 1m for cpu, such as 1, 1k, 1Ki, 1Mi for memory; 1 by default.
   * +quantity
   */
  'divisor': (string);
}

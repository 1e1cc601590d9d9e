// Original file: proto/kuorum/v1/pod.proto


/**
 * How a command ended: by itself with an exit code, or otherwise.
 */
export interface ExecStatus {
  'exitCode'?: (number);
  /**
   * Empty when there is an exit code.
   */
  'error'?: (string);
  '_exitCode'?: "exitCode";
}

/**
 * How a command ended: by itself with an exit code, or otherwise.
 */
export interface ExecStatus__Output {
  'exitCode'?: (number);
  /**
   * Empty when there is an exit code.
   */
  'error': (string);
  '_exitCode'?: "exitCode";
}

// Original file: proto/kuorum/v1/pod.proto


/**
 * grpc.health.v1.
 */
export interface GRPCAction {
  'port'?: (number);
  'service'?: (string);
}

/**
 * grpc.health.v1.
 */
export interface GRPCAction__Output {
  'port': (number);
  'service': (string);
}

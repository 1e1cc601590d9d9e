// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseRenewal {
  /**
   * 0 = there is no such lease.
   */
  'ttl_seconds'?: (number | string | Long);
  /**
   * A gRPC status code; 0 = renewed.
   */
  'code'?: (number);
  'error'?: (string);
}

export interface LeaseRenewal__Output {
  /**
   * 0 = there is no such lease.
   */
  'ttl_seconds': (string);
  /**
   * A gRPC status code; 0 = renewed.
   */
  'code': (number);
  'error': (string);
}

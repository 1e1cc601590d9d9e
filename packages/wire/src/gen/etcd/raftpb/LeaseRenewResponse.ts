// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseRenewResponse {
  /**
   * 0 = there is no such lease.
   */
  'ttl_seconds'?: (number | string | Long);
}

export interface LeaseRenewResponse__Output {
  /**
   * 0 = there is no such lease.
   */
  'ttl_seconds': (string);
}

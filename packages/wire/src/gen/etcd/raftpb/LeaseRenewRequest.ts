// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseRenewRequest {
  /**
   * As many as came together; answered in this order.
   */
  'ids'?: (number | string | Long)[];
  'cluster_id'?: (number | string | Long);
}

export interface LeaseRenewRequest__Output {
  /**
   * As many as came together; answered in this order.
   */
  'ids': (string)[];
  'cluster_id': (string);
}

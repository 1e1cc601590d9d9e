// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseRenewRequest {
  'id'?: (number | string | Long);
}

export interface LeaseRenewRequest__Output {
  'id': (string);
}

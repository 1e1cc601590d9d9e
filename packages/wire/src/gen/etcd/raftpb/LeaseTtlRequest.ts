// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseTtlRequest {
  'id'?: (number | string | Long);
  'keys'?: (boolean);
  'cluster_id'?: (number | string | Long);
}

export interface LeaseTtlRequest__Output {
  'id': (string);
  'keys': (boolean);
  'cluster_id': (string);
}

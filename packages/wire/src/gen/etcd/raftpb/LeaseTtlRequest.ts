// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseTtlRequest {
  'id'?: (number | string | Long);
  'keys'?: (boolean);
}

export interface LeaseTtlRequest__Output {
  'id': (string);
  'keys': (boolean);
}

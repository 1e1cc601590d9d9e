// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface MemberStartedRequest {
  'cluster_id'?: (number | string | Long);
  'member_id'?: (number | string | Long);
}

export interface MemberStartedRequest__Output {
  'cluster_id': (string);
  'member_id': (string);
}

// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface HashKvRequest {
  'cluster_id'?: (number | string | Long);
  /**
   * 0 = the current one.
   */
  'revision'?: (number | string | Long);
}

export interface HashKvRequest__Output {
  'cluster_id': (string);
  /**
   * 0 = the current one.
   */
  'revision': (string);
}

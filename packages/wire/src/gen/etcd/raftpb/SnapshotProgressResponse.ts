// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface SnapshotProgressResponse {
  /**
   * Chunks of that snapshot that need not be sent again.
   */
  'chunks'?: (number | string | Long);
}

export interface SnapshotProgressResponse__Output {
  /**
   * Chunks of that snapshot that need not be sent again.
   */
  'chunks': (string);
}

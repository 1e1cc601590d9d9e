// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface SnapshotHeader {
  'cluster_id'?: (number | string | Long);
  /**
   * The `snap` message, in the same binary form.
   */
  'message'?: (Buffer | Uint8Array | string);
}

export interface SnapshotHeader__Output {
  'cluster_id': (string);
  /**
   * The `snap` message, in the same binary form.
   */
  'message': (Buffer);
}

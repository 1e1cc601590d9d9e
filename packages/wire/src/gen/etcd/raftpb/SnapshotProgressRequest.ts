// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface SnapshotProgressRequest {
  'cluster_id'?: (number | string | Long);
  'snapshot_id'?: (string);
}

export interface SnapshotProgressRequest__Output {
  'cluster_id': (string);
  'snapshot_id': (string);
}

// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Ends a complete snapshot: a stream that stops without it was cut and is thrown away.
 */
export interface SnapshotEnd {
  'chunk_count'?: (number | string | Long);
}

/**
 * Ends a complete snapshot: a stream that stops without it was cut and is thrown away.
 */
export interface SnapshotEnd__Output {
  'chunk_count': (string);
}

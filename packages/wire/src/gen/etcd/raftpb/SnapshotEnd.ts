// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Ends a complete snapshot: a stream that stops without it was cut; what came is kept for a while.
 */
export interface SnapshotEnd {
  /**
   * Of the whole snapshot, whatever the number of streams that it took.
   */
  'chunk_count'?: (number | string | Long);
}

/**
 * Ends a complete snapshot: a stream that stops without it was cut; what came is kept for a while.
 */
export interface SnapshotEnd__Output {
  /**
   * Of the whole snapshot, whatever the number of streams that it took.
   */
  'chunk_count': (string);
}

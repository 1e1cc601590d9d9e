// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface SnapshotHeader {
  'cluster_id'?: (number | string | Long);
  /**
   * The `snap` message, in the members' own binary form (packages/store/src/server/raft-codec.ts).
   */
  'message'?: (Buffer | Uint8Array | string);
  /**
   * Names one frozen view of one sender: chunks of the same name are the same bytes.
   */
  'snapshot_id'?: (string);
  /**
   * The number of the first chunk that follows; those before it are with the receiver already.
   */
  'first_chunk'?: (number | string | Long);
}

export interface SnapshotHeader__Output {
  'cluster_id': (string);
  /**
   * The `snap` message, in the members' own binary form (packages/store/src/server/raft-codec.ts).
   */
  'message': (Buffer);
  /**
   * Names one frozen view of one sender: chunks of the same name are the same bytes.
   */
  'snapshot_id': (string);
  /**
   * The number of the first chunk that follows; those before it are with the receiver already.
   */
  'first_chunk': (string);
}

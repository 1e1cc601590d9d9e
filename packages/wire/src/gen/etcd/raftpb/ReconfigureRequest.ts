// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface ReconfigureRequest {
  'cluster_id'?: (number | string | Long);
  /**
   * The change and who waits for it, in the members' own binary form (packages/store/src/server/membership-change.ts).
   */
  'change'?: (Buffer | Uint8Array | string);
}

export interface ReconfigureRequest__Output {
  'cluster_id': (string);
  /**
   * The change and who waits for it, in the members' own binary form (packages/store/src/server/membership-change.ts).
   */
  'change': (Buffer);
}

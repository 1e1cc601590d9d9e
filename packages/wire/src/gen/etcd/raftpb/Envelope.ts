// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface Envelope {
  'cluster_id'?: (number | string | Long);
  'from'?: (number | string | Long);
  /**
   * Raft messages in the members' own binary form (packages/store/src/server/raft-codec.ts): a heartbeat every 100 ms
   * and every replicated entry pass here, so they are not decoded field by field a second time.
   */
  'messages'?: (Buffer | Uint8Array | string)[];
}

export interface Envelope__Output {
  'cluster_id': (string);
  'from': (string);
  /**
   * Raft messages in the members' own binary form (packages/store/src/server/raft-codec.ts): a heartbeat every 100 ms
   * and every replicated entry pass here, so they are not decoded field by field a second time.
   */
  'messages': (Buffer)[];
}

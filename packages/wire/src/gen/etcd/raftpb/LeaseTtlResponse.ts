// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface LeaseTtlResponse {
  'found'?: (boolean);
  'remaining_ttl_seconds'?: (number | string | Long);
  'granted_ttl_seconds'?: (number | string | Long);
  'keys'?: (Buffer | Uint8Array | string)[];
}

export interface LeaseTtlResponse__Output {
  'found': (boolean);
  'remaining_ttl_seconds': (string);
  'granted_ttl_seconds': (string);
  'keys': (Buffer)[];
}

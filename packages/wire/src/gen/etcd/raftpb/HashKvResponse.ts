// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface HashKvResponse {
  'member_id'?: (number | string | Long);
  'hash'?: (number);
  'hash_revision'?: (number | string | Long);
  'compact_revision'?: (number | string | Long);
  'current_revision'?: (number | string | Long);
}

export interface HashKvResponse__Output {
  'member_id': (string);
  'hash': (number);
  'hash_revision': (string);
  'compact_revision': (string);
  'current_revision': (string);
}

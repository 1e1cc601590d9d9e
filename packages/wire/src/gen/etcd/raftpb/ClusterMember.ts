// Original file: proto/raftpb/raft.proto

import type { Long } from '@grpc/proto-loader';

export interface ClusterMember {
  'id'?: (number | string | Long);
  'name'?: (string);
  'peer_urls'?: (string)[];
  'client_urls'?: (string)[];
  'is_learner'?: (boolean);
}

export interface ClusterMember__Output {
  'id': (string);
  'name': (string);
  'peer_urls': (string)[];
  'client_urls': (string)[];
  'is_learner': (boolean);
}

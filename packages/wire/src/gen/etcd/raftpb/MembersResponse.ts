// Original file: proto/raftpb/raft.proto

import type { ClusterMember as _raftpb_ClusterMember, ClusterMember__Output as _raftpb_ClusterMember__Output } from '../raftpb/ClusterMember.js';
import type { Long } from '@grpc/proto-loader';

export interface MembersResponse {
  'cluster_id'?: (number | string | Long);
  'members'?: (_raftpb_ClusterMember)[];
}

export interface MembersResponse__Output {
  'cluster_id': (string);
  'members': (_raftpb_ClusterMember__Output)[];
}

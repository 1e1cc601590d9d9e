// Original file: proto/raftpb/raft.proto

import type { LeaseRenewal as _raftpb_LeaseRenewal, LeaseRenewal__Output as _raftpb_LeaseRenewal__Output } from '../raftpb/LeaseRenewal.js';

export interface LeaseRenewResponse {
  'renewals'?: (_raftpb_LeaseRenewal)[];
}

export interface LeaseRenewResponse__Output {
  'renewals': (_raftpb_LeaseRenewal__Output)[];
}

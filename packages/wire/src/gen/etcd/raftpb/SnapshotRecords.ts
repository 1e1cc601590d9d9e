// Original file: proto/raftpb/raft.proto

import type { SnapshotRecord as _raftpb_SnapshotRecord, SnapshotRecord__Output as _raftpb_SnapshotRecord__Output } from '../raftpb/SnapshotRecord.js';

export interface SnapshotRecords {
  'records'?: (_raftpb_SnapshotRecord)[];
}

export interface SnapshotRecords__Output {
  'records': (_raftpb_SnapshotRecord__Output)[];
}

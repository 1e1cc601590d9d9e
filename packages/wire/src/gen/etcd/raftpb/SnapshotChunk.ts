// Original file: proto/raftpb/raft.proto

import type { SnapshotHeader as _raftpb_SnapshotHeader, SnapshotHeader__Output as _raftpb_SnapshotHeader__Output } from '../raftpb/SnapshotHeader.js';
import type { SnapshotRecords as _raftpb_SnapshotRecords, SnapshotRecords__Output as _raftpb_SnapshotRecords__Output } from '../raftpb/SnapshotRecords.js';
import type { SnapshotEnd as _raftpb_SnapshotEnd, SnapshotEnd__Output as _raftpb_SnapshotEnd__Output } from '../raftpb/SnapshotEnd.js';

export interface SnapshotChunk {
  'header'?: (_raftpb_SnapshotHeader | null);
  'records'?: (_raftpb_SnapshotRecords | null);
  'end'?: (_raftpb_SnapshotEnd | null);
  'part'?: "header"|"records"|"end";
}

export interface SnapshotChunk__Output {
  'header'?: (_raftpb_SnapshotHeader__Output | null);
  'records'?: (_raftpb_SnapshotRecords__Output | null);
  'end'?: (_raftpb_SnapshotEnd__Output | null);
  'part'?: "header"|"records"|"end";
}

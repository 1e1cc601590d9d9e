// Original file: proto/raftpb/raft.proto

import type { SnapshotHeader as _raftpb_SnapshotHeader, SnapshotHeader__Output as _raftpb_SnapshotHeader__Output } from '../raftpb/SnapshotHeader.js';
import type { SnapshotEnd as _raftpb_SnapshotEnd, SnapshotEnd__Output as _raftpb_SnapshotEnd__Output } from '../raftpb/SnapshotEnd.js';

export interface SnapshotChunk {
  'header'?: (_raftpb_SnapshotHeader | null);
  /**
   * A piece of the state as the storage exports it.
   */
  'data'?: (Buffer | Uint8Array | string);
  'end'?: (_raftpb_SnapshotEnd | null);
  'part'?: "header"|"data"|"end";
}

export interface SnapshotChunk__Output {
  'header'?: (_raftpb_SnapshotHeader__Output | null);
  /**
   * A piece of the state as the storage exports it.
   */
  'data'?: (Buffer);
  'end'?: (_raftpb_SnapshotEnd__Output | null);
  'part'?: "header"|"data"|"end";
}

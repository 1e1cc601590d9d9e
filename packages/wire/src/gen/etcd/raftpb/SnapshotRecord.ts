// Original file: proto/raftpb/raft.proto


export interface SnapshotRecord {
  'key'?: (Buffer | Uint8Array | string);
  'value'?: (Buffer | Uint8Array | string);
}

export interface SnapshotRecord__Output {
  'key': (Buffer);
  'value': (Buffer);
}

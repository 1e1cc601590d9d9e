// Original file: proto/raftpb/raft.proto


export interface SnapshotSummary {
}

export interface SnapshotSummary__Output {
}

// Original file: proto/raftpb/raft.proto


export interface StepSummary {
}

export interface StepSummary__Output {
}

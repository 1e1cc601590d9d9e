// Original file: proto/raftpb/raft.proto


export interface MembersRequest {
}

export interface MembersRequest__Output {
}

// Original file: proto/raftpb/raft.proto


/**
 * It is in the leader's log. Whether it is committed the asker learns from its own.
 */
export interface ReconfigureResponse {
}

/**
 * It is in the leader's log. Whether it is committed the asker learns from its own.
 */
export interface ReconfigureResponse__Output {
}

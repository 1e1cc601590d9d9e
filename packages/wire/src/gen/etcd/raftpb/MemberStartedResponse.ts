// Original file: proto/raftpb/raft.proto


export interface MemberStartedResponse {
  /**
   * It published itself to the cluster, or its raft messages were received.
   */
  'started'?: (boolean);
}

export interface MemberStartedResponse__Output {
  /**
   * It published itself to the cluster, or its raft messages were received.
   */
  'started': (boolean);
}

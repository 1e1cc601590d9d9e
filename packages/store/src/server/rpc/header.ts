import { toInt64, type etcdserverpb } from '@kuorum/wire';
import type { Member } from '../member.js';

/** The header of every response. `revision`: that of the operation, or the current one. */
export function header(member: Member, revision?: number): etcdserverpb.ResponseHeader {
  return {
    cluster_id: toInt64(member.clusterId),
    member_id: toInt64(member.id),
    revision: toInt64(revision ?? member.machine.mvcc.currentRevision),
    raft_term: toInt64(member.term),
  };
}

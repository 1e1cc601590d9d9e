/** The core's configuration: ticks are heartbeat intervals, and elections are etcd's, with PreVote and CheckQuorum. */
import { systemPrng } from '@kuorum/base';
import { MAX_INFLIGHT_MSGS, MAX_SIZE_PER_MSG_BYTES, MAX_UNCOMMITTED_BYTES, type RawNode } from '../raft/index.js';
import type { OpenedStore } from './bootstrap.js';
import type { MemberDependencies, StoreOptions } from './options.js';

export function raftConfig(
  { heartbeatIntervalMs, electionTimeoutMs, preVote = true }: StoreOptions,
  { identities, log, db }: OpenedStore,
  { prng = systemPrng }: MemberDependencies,
): ConstructorParameters<typeof RawNode>[0] {
  return {
    id: identities.memberId,
    electionTicks: Math.max(2, Math.round(electionTimeoutMs / heartbeatIntervalMs)),
    heartbeatTicks: 1,
    storage: log.storage,
    applied: db.applied.index,
    maxSizePerMsgBytes: MAX_SIZE_PER_MSG_BYTES,
    maxInflightMsgs: MAX_INFLIGHT_MSGS,
    maxUncommittedBytes: MAX_UNCOMMITTED_BYTES,
    preVote,
    checkQuorum: true,
    prng,
  };
}

/** Why a proposal may have had no outcome in time, as far as its member can tell (etcd `parseProposeCtxErr`). */
import { NO_NODE, type NodeId } from '../raft/index.js';
import type { EtcdErrorName } from './errors.js';
import type { Member } from './member.js';

/** All times on one monotonic clock. */
export interface TimeoutView {
  readonly nowMs: number;
  readonly selfId: NodeId;
  readonly leader: NodeId;
  /** When that leader was seen first. */
  readonly leaderSinceMs: number;
  readonly electionTimeoutMs: number;
  readonly voters: readonly NodeId[];
  /** How long there has been a connection to a peer; undefined = there is none. */
  connectedForMs(id: NodeId): number | undefined;
}

type TimedMember = Pick<Member, 'id' | 'leader' | 'clock' | 'node' | 'options' | 'transport'>;

export function timeoutView(
  { id: selfId, leader, clock, node, options, transport }: TimedMember,
  leaderSinceMs: number,
): TimeoutView {
  const { electionTimeoutMs } = options;
  const { voters } = node.status().confState;
  const connectedForMs = (id: NodeId): number | undefined => transport.connectedForMs(id);
  return { nowMs: clock.monotonic(), leader, leaderSinceMs, selfId, electionTimeoutMs, voters, connectedForMs };
}

export function timeoutCause(view: TimeoutView, startedMs: number): EtcdErrorName {
  const { leader, leaderSinceMs, electionTimeoutMs, selfId, voters } = view;
  if (leader === NO_NODE) return 'timeout';
  // The one before was lost about so long before this one was there.
  const lostMs = leaderSinceMs - 2 * electionTimeoutMs;
  if (lostMs < startedMs && startedMs < leaderSinceMs) return 'timeoutLeaderFailed';
  const isConnected = (id: NodeId): boolean => (view.connectedForMs(id) ?? -1) >= view.nowMs - startedMs;
  const reached = voters.filter((id) => id === selfId || isConnected(id)).length;
  const isThere = leader === selfId ? reached > voters.length / 2 : isConnected(leader);
  return isThere ? 'timeout' : 'timeoutConnectionLost';
}

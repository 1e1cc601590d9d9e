/** Joint quorum (§6): while the membership changes, a decision needs a majority of the old and of the new voters. */
import type { NodeId } from '../types.js';
import { majorityVoteResult, reachedByMajority, type VoteResult } from './majority.js';

export interface JointVoters {
  readonly voters: ReadonlySet<NodeId>;
  /** The voters that are on their way out; empty unless the configuration is joint. */
  readonly votersOutgoing: ReadonlySet<NodeId>;
}

export function reachedByQuorum(joint: JointVoters, reached: (id: NodeId) => number): number {
  const incoming = reachedByMajority(joint.voters, reached);
  const outgoing = reachedByMajority(joint.votersOutgoing, reached);
  return Math.min(incoming ?? outgoing ?? 0, outgoing ?? incoming ?? 0);
}

export function quorumVoteResult(joint: JointVoters, votes: ReadonlyMap<NodeId, boolean>): VoteResult {
  const incoming = majorityVoteResult(joint.voters, votes);
  const outgoing = majorityVoteResult(joint.votersOutgoing, votes);
  if (incoming === outgoing) return incoming;
  return incoming === 'lost' || outgoing === 'lost' ? 'lost' : 'pending';
}

/** Everyone whose vote counts, in ascending order. */
export function voterIds(joint: JointVoters): readonly NodeId[] {
  return sortedIds(new Set([...joint.voters, ...joint.votersOutgoing]));
}

export function isVoter(joint: JointVoters, id: NodeId): boolean {
  return joint.voters.has(id) || joint.votersOutgoing.has(id);
}

/** Ascending, so that the same state always gives the same messages in the same order. */
export function sortedIds(ids: Iterable<NodeId>): readonly NodeId[] {
  return [...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

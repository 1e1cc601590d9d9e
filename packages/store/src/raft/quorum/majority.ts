/**
 * Majority Quorum: counting over the members, never over the nodes that happen to be alive.
 * An empty set of voters agrees to everything; this makes half of a joint configuration optional.
 */
import type { NodeId } from '../types.js';

export type VoteResult = 'won' | 'lost' | 'pending';

export function majoritySize(voters: ReadonlySet<NodeId>): number {
  return Math.floor(voters.size / 2) + 1;
}

/**
 * The largest number that a majority has reached: of match indexes, the index that is safe to commit; of read
 * acknowledgements, the read that is confirmed. Example: 3 voters at 5, 3, 2 give 3. Undefined = no voters, no bound.
 */
export function reachedByMajority(voters: ReadonlySet<NodeId>, reached: (id: NodeId) => number): number | undefined {
  if (voters.size === 0) return undefined;
  const needed = majoritySize(voters);
  let largest = 0;
  for (const id of voters) {
    const value = reached(id);
    if (value > largest && countReached(voters, reached, value) >= needed) largest = value;
  }
  return largest;
}

function countReached(voters: ReadonlySet<NodeId>, reached: (id: NodeId) => number, value: number): number {
  let count = 0;
  for (const id of voters) if (reached(id) >= value) count++;
  return count;
}

export function majorityVoteResult(voters: ReadonlySet<NodeId>, votes: ReadonlyMap<NodeId, boolean>): VoteResult {
  if (voters.size === 0) return 'won';
  let granted = 0;
  let missing = 0;
  for (const id of voters) {
    const vote = votes.get(id);
    if (vote === undefined) missing++;
    else if (vote) granted++;
  }
  const needed = majoritySize(voters);
  if (granted >= needed) return 'won';
  return granted + missing >= needed ? 'pending' : 'lost';
}

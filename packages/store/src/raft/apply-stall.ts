/**
 * A leader that cannot apply leads nobody anywhere: it may commit, but answers no client, and as long as it is taken for
 * the leader it keeps the others from replacing it. So every member counts the ticks in which committed entries wait and
 * none is applied (its state machine or its disk hangs), and after {@link RaftConfig.applyStallTicks} a leader steps down
 * and does not ask for another term until something is applied. It still votes, and helps to commit.
 *
 * It names no successor: with the shell hangs the loop that would send the message. Not in etcd; the thesis (§6.2) has
 * only leaders step down that do not reach the others.
 */
import { voterIds } from './quorum/joint.js';
import type { Raft } from './raft.js';
import { NO_NODE } from './types.js';

/** To be called once a tick. */
export function tickApply(raft: Raft): void {
  const { applied, committed } = raft.log;
  const stuck = committed > applied && applied === raft.lastSeenApplied;
  raft.applyStalledTicks = stuck ? raft.applyStalledTicks + 1 : 0;
  raft.lastSeenApplied = applied;
  if (raft.role.name === 'leader' && cannotApply(raft) && !isAlone(raft)) raft.becomeFollower(raft.term, NO_NODE);
}

export function cannotApply(raft: Raft): boolean {
  return raft.applyStalledTicks >= raft.config.applyStallTicks;
}

/** Who is alone has nobody to leave it to, and its clients see timeouts either way. */
export function isAlone(raft: Raft): boolean {
  return voterIds(raft.membership).every((id) => id === raft.id);
}

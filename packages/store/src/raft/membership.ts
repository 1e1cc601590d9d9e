/** Puts a configuration into force: when its entry is applied (as in etcd; the paper does it on append). */
import { assert } from '@kuorum/base';
import { changeConfiguration } from './confchange/changer.js';
import { encodeConfChange, leaveJointChange } from './confchange/codec.js';
import { isJoint, memberIds } from './confchange/configuration.js';
import { isVoter } from './quorum/joint.js';
import type { LeaderRole, Raft } from './raft.js';
import { commitMore, proposeAsLeader } from './step-leader.js';
import { type ConfChange, NO_NODE } from './types.js';

export function applyConfChange(raft: Raft, change: ConfChange): void {
  const result = changeConfiguration(raft.membership, change);
  assert(result.ok, result.ok ? '' : `a committed configuration change must be valid: ${result.reason}`);
  raft.membership = result.config;
  if (raft.role.name === 'leader') switchLeader(raft, raft.role);
}

function switchLeader(raft: Raft, leader: LeaderRole): void {
  if (!isVoter(raft.membership, raft.id)) {
    // Removed or demoted by a change that is now committed: the others elect one of themselves.
    raft.becomeFollower(raft.term, NO_NODE);
    return;
  }
  const members = memberIds(raft.membership);
  for (const id of [...leader.progress.keys()]) if (!members.includes(id)) leader.progress.delete(id);
  for (const id of members) {
    const progress = leader.progress.get(id);
    if (progress !== undefined) {
      progress.isLearner = !isVoter(raft.membership, id);
      continue;
    }
    const added = raft.newProgress(id);
    // Else the next quorum check could count it as dead before it had a chance to answer.
    added.recentActive = true;
    leader.progress.set(id, added);
  }
  if (!isVoter(raft.membership, leader.transferee)) leader.transferee = NO_NODE;
  // A smaller quorum may commit more.
  commitMore(raft, leader);
}

/** The leader ends a joint configuration that asked for it, as soon as the entry that began it is applied. */
export function maybeLeaveJoint(raft: Raft): void {
  const { role } = raft;
  if (role.name !== 'leader' || !isJoint(raft.membership) || !raft.membership.autoLeave) return;
  if (role.pendingConfIndex > raft.log.applied) return;
  proposeAsLeader(raft, role, [{ type: 'confChange', data: encodeConfChange(leaveJointChange) }]);
}

/** Time comes in as ticks. A leader beats and checks its quorum, everybody else counts down to an election. */
import { tickApply } from './apply-stall.js';
import { campaign } from './election.js';
import type { LeaderRole, Raft } from './raft.js';
import { broadcastHeartbeat } from './replication.js';
import { checkQuorumActive } from './step-leader.js';
import { NO_NODE } from './types.js';

export function tick(raft: Raft): void {
  raft.electionElapsedTicks++;
  tickApply(raft);
  if (raft.role.name === 'leader') tickLeader(raft, raft.role);
  else tickElection(raft);
}

function tickElection(raft: Raft): void {
  if (raft.electionElapsedTicks < raft.randomizedElectionTicks) return;
  // Who is no voter keeps silent, and stays out of the lease of a leader it no longer hears.
  if (!raft.promotable()) return;
  raft.electionElapsedTicks = 0;
  campaign(raft);
}

function tickLeader(raft: Raft, leader: LeaderRole): void {
  raft.heartbeatElapsedTicks++;
  if (raft.electionElapsedTicks >= raft.config.electionTicks) {
    raft.electionElapsedTicks = 0;
    if (raft.config.checkQuorum && !checkQuorumActive(raft, leader)) {
      raft.becomeFollower(raft.term, NO_NODE);
      return;
    }
    // The transferee did not make it in time: this leader carries on.
    leader.transferee = NO_NODE;
  }
  if (raft.heartbeatElapsedTicks >= raft.config.heartbeatTicks) {
    raft.heartbeatElapsedTicks = 0;
    broadcastHeartbeat(raft, leader);
  }
}

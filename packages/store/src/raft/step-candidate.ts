/** What a candidate and a pre-candidate do: count votes, and give way to a leader of their term (§5.2). */
import { assertNever } from '@kuorum/base';
import { requestVotes } from './election.js';
import type { Message, VoteRespMessage } from './messages.js';
import { quorumVoteResult } from './quorum/joint.js';
import type { CandidateRole, Raft } from './raft.js';
import { appendProposals } from './replication.js';
import { handleFromLeader } from './step-follower.js';
import { NO_NODE } from './types.js';

export function stepCandidate(raft: Raft, candidate: CandidateRole, message: Message): void {
  switch (message.type) {
    case 'app':
    case 'heartbeat':
    case 'snap':
      // Of this term, so somebody else has won it.
      raft.becomeFollower(message.term, message.from);
      handleFromLeader(raft, message);
      return;
    case 'voteResp':
      if (candidate.name === 'candidate') handleVote(raft, candidate, message);
      return;
    case 'preVoteResp':
      if (candidate.name === 'preCandidate' && isForThisPreVote(raft, message)) handleVote(raft, candidate, message);
      return;
    case 'appResp':
    case 'vote':
    case 'preVote':
    case 'heartbeatResp':
    case 'timeoutNow':
    case 'transferLeader':
    case 'prop':
    case 'readIndex':
    case 'readIndexResp':
      return;
  }
}

/** Granted in the term that was asked for; a grant for an earlier attempt is stale. Refused in the voter's term. */
function isForThisPreVote(raft: Raft, message: VoteRespMessage): boolean {
  return message.reject || message.term === raft.term + 1;
}

function handleVote(raft: Raft, candidate: CandidateRole, message: VoteRespMessage): void {
  // The first answer counts: a duplicate must not change it.
  if (!candidate.votes.has(message.from)) candidate.votes.set(message.from, !message.reject);
  const result = quorumVoteResult(raft.membership, candidate.votes);
  switch (result) {
    case 'won':
      if (candidate.name === 'preCandidate') requestVotes(raft, false);
      else startReign(raft);
      return;
    case 'lost':
      raft.becomeFollower(raft.term, NO_NODE);
      return;
    case 'pending':
      return;
    default:
      assertNever(result, 'vote result');
  }
}

function startReign(raft: Raft): void {
  raft.becomeLeader();
  appendProposals(raft, [{ type: 'normal', data: new Uint8Array(0) }]);
}

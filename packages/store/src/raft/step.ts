/** The one entrance for messages: the rules about terms that hold in every role (§5.1), then on to the role. */
import { handleVoteRequest, inLease, learnCommit, refuseVote } from './election.js';
import type { Message, VoteMessage, VoteRespMessage } from './messages.js';
import type { Raft } from './raft.js';
import { stepCandidate } from './step-candidate.js';
import { stepFollower } from './step-follower.js';
import { stepLeader } from './step-leader.js';
import { INDEX_ZERO, NO_NODE, type Term, TERM_ZERO } from './types.js';

export function step(raft: Raft, message: Message): void {
  if (isRequest(message)) {
    stepRole(raft, message);
    return;
  }
  if (message.term > raft.term && isVoteRequest(message) && !message.transfer && inLease(raft)) return;
  if (isVoteRequest(message) || isVoteResponse(message)) learnCommit(raft, message.committed);
  if (message.term > raft.term) {
    enterTerm(raft, message);
  } else if (message.term < raft.term) {
    answerStale(raft, message);
    return;
  }
  if (isVoteRequest(message)) handleVoteRequest(raft, message);
  else stepRole(raft, message);
}

/** Not bound to a term: whoever leads when it arrives takes it. */
function isRequest(message: Message): boolean {
  return message.type === 'prop' || message.type === 'readIndex' || message.type === 'transferLeader';
}

function isVoteRequest(message: Message): message is VoteMessage {
  return message.type === 'vote' || message.type === 'preVote';
}

function isVoteResponse(message: Message): message is VoteRespMessage {
  return message.type === 'voteResp' || message.type === 'preVoteResp';
}

/** "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to follower" (Figure 2). */
function enterTerm(raft: Raft, message: Message): void {
  switch (message.type) {
    case 'preVote':
      // Nobody is in that term yet.
      return;
    case 'preVoteResp':
      // A grant names the term that was asked for; a refusal the voter's own, which is then the newer one.
      if (message.reject) enterTermWithoutLeader(raft, message.term);
      return;
    case 'app':
    case 'heartbeat':
    case 'snap':
      raft.becomeFollower(message.term, message.from);
      return;
    case 'appResp':
    case 'vote':
    case 'voteResp':
    case 'heartbeatResp':
    case 'timeoutNow':
    case 'transferLeader':
    case 'prop':
    case 'readIndex':
    case 'readIndexResp':
      enterTermWithoutLeader(raft, message.term);
      return;
  }
}

/**
 * No leader is heard and no vote is granted yet, so the election timer runs on (§5.2): else a member whose log is too
 * short to win keeps those who could win from trying, by campaigning more often than they. (etcd starts it anew.) A
 * leader's timer counted something else, its quorum checks.
 */
function enterTermWithoutLeader(raft: Raft, term: Term): void {
  const elapsedTicks = raft.role.name === 'leader' ? 0 : raft.electionElapsedTicks;
  raft.becomeFollower(term, NO_NODE);
  raft.electionElapsedTicks = elapsedTicks;
}

/**
 * Stale messages are ignored, with two exceptions that keep a group from getting stuck: an old leader learns of the
 * newer term (with PreVote or CheckQuorum a member with a higher term may be unable to tell it by campaigning), and a
 * pre-candidate learns that it is behind.
 */
function answerStale(raft: Raft, message: Message): void {
  if (message.type === 'app' || message.type === 'heartbeat' || message.type === 'snap') {
    if (!raft.config.checkQuorum && !raft.config.preVote) return;
    raft.send({
      type: 'appResp',
      from: raft.id,
      to: message.from,
      term: raft.term,
      index: INDEX_ZERO,
      reject: false,
      rejectHint: INDEX_ZERO,
      hintTerm: TERM_ZERO,
    });
  } else if (message.type === 'preVote') {
    refuseVote(raft, message);
  }
}

function stepRole(raft: Raft, message: Message): void {
  const { role } = raft;
  switch (role.name) {
    case 'follower':
      stepFollower(raft, message);
      return;
    case 'preCandidate':
    case 'candidate':
      stepCandidate(raft, role, message);
      return;
    case 'leader':
      stepLeader(raft, role, message);
      return;
  }
}

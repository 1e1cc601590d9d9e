/**
 * Elections (§5.2, §5.4.1), PreVote (thesis §9.6) and the lease rule: whoever hears a leader helps nobody to replace
 * it (thesis §4.2.3). Both sides are here: asking for votes and granting them.
 */
import { mustGet } from '@kuorum/base';
import { cannotApply, isAlone } from './apply-stall.js';
import { SCAN_BYTES } from './limits.js';
import type { CommittedEntry, VoteMessage } from './messages.js';
import { voterIds } from './quorum/joint.js';
import type { Raft } from './raft.js';
import { asLogIndex, asTerm, NO_NODE } from './types.js';

/** The election timer fired, or somebody asked for an election. */
export function campaign(raft: Raft): void {
  if (!mayCampaign(raft)) return;
  if (raft.config.preVote) requestPreVotes(raft);
  else requestVotes(raft, false);
}

/** The leader chose this member: no PreVote, as the leader does not count as alive for this election. */
export function campaignForTransfer(raft: Raft): void {
  if (mayCampaign(raft)) requestVotes(raft, true);
}

function mayCampaign(raft: Raft): boolean {
  if (raft.role.name === 'leader' || (cannotApply(raft) && !isAlone(raft))) return false;
  return raft.promotable() && !hasUnappliedConfChange(raft);
}

/** A member that has not applied a committed change yet would count the votes of the wrong group. */
function hasUnappliedConfChange(raft: Raft): boolean {
  const { log } = raft;
  let lo = asLogIndex(log.applied + 1);
  const hi = asLogIndex(log.committed + 1);
  while (lo < hi) {
    const page = mustGet(log.slice(lo, hi, SCAN_BYTES), `the unapplied entries from ${lo}`);
    if (page.some((entry) => entry.type === 'confChange')) return true;
    lo = asLogIndex(lo + page.length);
  }
  return false;
}

function requestPreVotes(raft: Raft): void {
  raft.becomePreCandidate();
  broadcastVoteRequests(raft, 'preVote', false);
}

export function requestVotes(raft: Raft, transfer: boolean): void {
  raft.becomeCandidate();
  broadcastVoteRequests(raft, 'vote', transfer);
}

/** The own vote takes the same road as the others', by way of the disk: RawNode hands it back on `advance()`. */
function broadcastVoteRequests(raft: Raft, type: VoteMessage['type'], transfer: boolean): void {
  const { id: from, log } = raft;
  const term = type === 'preVote' ? asTerm(raft.term + 1) : raft.term;
  for (const to of voterIds(raft.membership)) {
    if (to === from) {
      raft.send({ type: type === 'preVote' ? 'preVoteResp' : 'voteResp', from, to, term, reject: false });
    } else {
      const last = { lastIndex: log.lastIndex(), lastTerm: log.lastTerm() };
      raft.send({ type, from, to, term, ...last, transfer, committed: log.newestCommitted() });
    }
  }
}

/** The leader was heard less than the shortest election timeout ago: such a member refuses to help replace it. */
export function inLease(raft: Raft): boolean {
  return raft.config.checkQuorum && raft.leader !== NO_NODE && raft.electionElapsedTicks < raft.config.electionTicks;
}

/**
 * Figure 2, RequestVote receiver. One vote a term, first come first served, for a log at least as up-to-date; a
 * pre-vote promises nothing, so it may be given to several. The term rule was applied before (step.ts), so that for a
 * `vote` the terms are equal.
 */
export function handleVoteRequest(raft: Raft, message: VoteMessage): void {
  const { from: to, type } = message;
  const respType = type === 'vote' ? 'voteResp' : 'preVoteResp';
  const canVote =
    raft.vote === to ||
    (raft.vote === NO_NODE && raft.leader === NO_NODE) ||
    (type === 'preVote' && message.term > raft.term);
  const upToDate = raft.log.isUpToDate({ index: message.lastIndex, term: message.lastTerm });
  if (canVote && upToDate) {
    // A granted pre-vote is answered in the term that was asked for: the candidate is not in it yet.
    raft.send({ type: respType, from: raft.id, to, term: message.term, reject: false });
    if (type === 'vote') {
      raft.electionElapsedTicks = 0;
      raft.vote = to;
    }
    return;
  }
  refuseVote(raft, message);
}

export function refuseVote(raft: Raft, { type, from: to }: VoteMessage): void {
  raft.send({
    type: type === 'vote' ? 'voteResp' : 'preVoteResp',
    from: raft.id,
    to,
    term: raft.term,
    reject: true,
    committed: raft.log.newestCommitted(),
  });
}

/**
 * What is committed is a fact, whoever tells it and in whichever term; who has the same entry may believe it.
 *
 * Without this a group can be stuck for good. A membership takes effect when its entry is applied; say the leader alone
 * learnt that the change that removes it is committed, and stepped down. The others still need its vote, and it refuses
 * for their shorter logs; nobody is left to tell them the commit index. (TiKV's raft-rs does the same.)
 */
export function learnCommit(raft: Raft, committed: CommittedEntry | undefined): void {
  if (committed === undefined || raft.role.name === 'leader') return;
  if (committed.index <= raft.log.committed || !raft.log.matchTerm(committed)) return;
  raft.log.commitTo(committed.index);
  const isCandidate = raft.role.name === 'candidate' || raft.role.name === 'preCandidate';
  // It was counting the votes of a group that is no more.
  if (isCandidate && hasUnappliedConfChange(raft)) raft.becomeFollower(raft.term, NO_NODE);
}

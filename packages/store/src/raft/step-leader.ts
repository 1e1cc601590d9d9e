/** What a leader does: replicates, commits, answers reads, hands over (Figure 2, Rules for Leaders). */
import { assert } from '@kuorum/base';
import { changeConfiguration } from './confchange/changer.js';
import { decodeConfChange } from './confchange/codec.js';
import { isMember } from './confchange/configuration.js';
import type { AppRespMessage, HeartbeatRespMessage, Message, Proposal } from './messages.js';
import type { ProposeResult, ReadIndexResult } from './output.js';
import { isVoter, quorumVoteResult } from './quorum/joint.js';
import type { LeaderRole, Raft } from './raft.js';
import type { ReadRequest } from './read-only.js';
import {
  appendProposals,
  broadcastHeartbeat,
  hasCommittedInTerm,
  increaseUncommitted,
  maybeCommit,
  maybeSendAppend,
  sendAppend,
} from './replication.js';
import type { Progress } from './tracker/progress.js';
import { asLogIndex, type LogIndex, NO_NODE, type NodeId } from './types.js';

export function stepLeader(raft: Raft, leader: LeaderRole, message: Message): void {
  switch (message.type) {
    case 'prop':
      proposeAsLeader(raft, leader, message.proposals);
      return;
    case 'readIndex':
      readIndexAsLeader(raft, leader, { from: message.from, ctx: message.ctx });
      return;
    case 'transferLeader':
      startTransfer(raft, leader, message.transferee);
      return;
    case 'appResp':
    case 'heartbeatResp':
      handleResponse(raft, leader, message);
      return;
    case 'app':
    case 'heartbeat':
    case 'snap':
      assert(false, `two leaders in term ${raft.term}: ${raft.id} and ${message.from}`);
    case 'vote':
    case 'preVote':
    case 'voteResp':
    case 'preVoteResp':
    case 'timeoutNow':
    case 'readIndexResp':
      return;
  }
}

function handleResponse(raft: Raft, leader: LeaderRole, message: AppRespMessage | HeartbeatRespMessage): void {
  const progress = leader.progress.get(message.from);
  // Not a member (any more): its answers count for nothing.
  if (progress === undefined) return;
  progress.recentActive = true;
  if (message.type === 'heartbeatResp') handleHeartbeatResp(raft, leader, progress, message);
  else if (message.reject) handleRejection(raft, progress, message);
  else handleAcknowledgement(raft, leader, progress, message);
}

/**
 * The follower names the last place where the logs may agree; the leader skips its own entries of terms above the
 * hint's in the same way. Either side skips whole terms, so a conflict costs a round trip a term, not one an entry.
 */
function handleRejection(raft: Raft, progress: Progress, message: AppRespMessage): void {
  const hint =
    message.hintTerm > 0 ? raft.log.findConflictByTerm(message.rejectHint, message.hintTerm).index : message.rejectHint;
  if (!progress.maybeDecreaseTo(message.index, hint)) return;
  if (progress.state.name === 'replicate') progress.becomeProbe();
  sendAppend(raft, message.from, progress);
}

function handleAcknowledgement(raft: Raft, leader: LeaderRole, progress: Progress, message: AppRespMessage): void {
  const wasPaused = progress.paused;
  const isNews = progress.maybeUpdate(message.index);
  const confirmsProbe = progress.state.name === 'probe' && progress.match === message.index;
  if (!isNews && !confirmsProbe) return;
  resume(raft, progress);
  commitMore(raft, leader);
  // What could not be sent while it was paused; a commit index alone is worth a message then, too.
  if (wasPaused) while (maybeSendAppend(raft, message.from, progress, progress.sentCommit < raft.log.committed));
  if (message.from === leader.transferee) maybeFinishTransfer(raft, leader, progress);
}

function resume(raft: Raft, progress: Progress): void {
  switch (progress.state.name) {
    case 'probe':
      progress.becomeReplicate();
      return;
    case 'replicate':
      progress.state.inflights.freeTo(progress.match);
      return;
    case 'snapshot':
      // Far enough to go on from the log, be it by this snapshot, by another or by an earlier message.
      if (progress.match + 1 >= raft.log.firstIndex()) progress.becomeReplicate();
      return;
  }
}

/** Commits (the next Ready tells the followers), and lets the reads go on that waited for the first commit of this term. */
export function commitMore(raft: Raft, leader: LeaderRole): void {
  if (!maybeCommit(raft, leader)) return;
  for (const request of leader.readOnly.takePostponed()) startRead(raft, leader, request);
}

function handleHeartbeatResp(raft: Raft, leader: LeaderRole, progress: Progress, message: HeartbeatRespMessage): void {
  // It is alive, so what is still unanswered may be lost: let one message through to find out.
  if (progress.state.name === 'probe') progress.state.sent = false;
  if (progress.state.name === 'replicate' && progress.state.inflights.full) progress.state.inflights.freeFirst();
  if (progress.match < raft.log.lastIndex() || progress.state.name === 'probe') {
    sendAppend(raft, message.from, progress);
  }
  if (message.readSeq === 0) return;
  for (const read of leader.readOnly.ack(message.from, message.readSeq, raft.membership, raft.id)) {
    answerRead(raft, read, read.index);
  }
}

export function proposeAsLeader(raft: Raft, leader: LeaderRole, proposals: readonly Proposal[]): ProposeResult {
  if (!leader.progress.has(raft.id)) return 'droppedNotMember';
  if (leader.transferee !== NO_NODE) return 'droppedTransferring';
  const confChangeAt = proposals.findIndex((proposal) => proposal.type === 'confChange');
  if (confChangeAt !== -1) {
    const refusal = refuseConfChange(raft, leader, proposals);
    if (refusal !== undefined) return refusal;
  }
  if (!increaseUncommitted(raft, leader, proposals)) return 'droppedTooManyUncommitted';
  if (confChangeAt !== -1) leader.pendingConfIndex = asLogIndex(raft.log.lastIndex() + 1 + confChangeAt);
  appendProposals(raft, proposals);
  return 'ok';
}

/** One change at a time: the one before must be applied here, so that this one can be checked against its result. */
function refuseConfChange(raft: Raft, leader: LeaderRole, proposals: readonly Proposal[]): ProposeResult | undefined {
  const changes = proposals.filter((proposal) => proposal.type === 'confChange');
  if (changes.length > 1 || leader.pendingConfIndex > raft.log.applied) return 'droppedConfChangePending';
  const valid = changes.every(({ data }) => changeConfiguration(raft.membership, decodeConfChange(data)).ok);
  return valid ? undefined : 'droppedInvalidConfChange';
}

export function readIndexAsLeader(raft: Raft, leader: LeaderRole, request: ReadRequest): ReadIndexResult {
  const isLocal = request.from === raft.id;
  if (!isLocal && !isMember(raft.membership, request.from)) return 'droppedNoLeader';
  if (leader.readOnly.count >= raft.config.maxPendingReads) return 'droppedTooManyReads';
  if (hasCommittedInTerm(raft)) startRead(raft, leader, request);
  else leader.readOnly.postpone(request);
  return 'ok';
}

function startRead(raft: Raft, leader: LeaderRole, request: ReadRequest): void {
  const alone = quorumVoteResult(raft.membership, new Map([[raft.id, true]])) === 'won';
  if (alone) {
    answerRead(raft, request, raft.log.committed);
    return;
  }
  leader.readOnly.add(request, raft.log.committed);
  broadcastHeartbeat(raft, leader);
}

function answerRead(raft: Raft, { from: to, ctx }: ReadRequest, index: LogIndex): void {
  if (to === raft.id) raft.readStates.push({ index, ctx });
  else raft.send({ type: 'readIndexResp', from: raft.id, to, term: raft.term, ctx, index });
}

/** Brings the transferee up to date, then tells it to campaign; new proposals wait meanwhile (thesis §3.10). */
export function startTransfer(raft: Raft, leader: LeaderRole, transferee: NodeId): void {
  if (transferee === raft.id || transferee === leader.transferee) return;
  const progress = leader.progress.get(transferee);
  if (progress === undefined || !isVoter(raft.membership, transferee)) return;
  leader.transferee = transferee;
  // The transfer must end within an election timeout, counted from here (tick.ts).
  raft.electionElapsedTicks = 0;
  if (progress.match === raft.log.lastIndex()) maybeFinishTransfer(raft, leader, progress);
  else sendAppend(raft, transferee, progress);
}

function maybeFinishTransfer(raft: Raft, leader: LeaderRole, progress: Progress): void {
  if (progress.match !== raft.log.lastIndex()) return;
  raft.send({ type: 'timeoutNow', from: raft.id, to: leader.transferee, term: raft.term });
}

/** CheckQuorum (thesis §6.2): has a quorum answered since the last check? Starts the next period. */
export function checkQuorumActive(raft: Raft, leader: LeaderRole): boolean {
  const active = new Map<NodeId, boolean>();
  for (const [id, progress] of leader.progress) {
    active.set(id, id === raft.id || progress.recentActive);
    progress.recentActive = false;
  }
  return quorumVoteResult(raft.membership, active) === 'won';
}

export function reportUnreachable(leader: LeaderRole, id: NodeId): void {
  const progress = leader.progress.get(id);
  // Pipelined messages are probably lost: find out where the follower is before sending more.
  if (progress?.state.name === 'replicate') progress.becomeProbe();
}

export function reportSnapshot(leader: LeaderRole, id: NodeId, ok: boolean): void {
  const progress = leader.progress.get(id);
  if (progress?.state.name !== 'snapshot') return;
  if (ok) progress.becomeProbe();
  else progress.abortSnapshot();
  // If it arrived its answer is near; if not, wait a heartbeat before the next try.
  progress.state = { name: 'probe', sent: true };
}

/** What a follower does: obeys the leader of its term and passes requests on to it (Figure 2, Rules for Followers). */
import { campaignForTransfer } from './election.js';
import type { AppMessage, HeartbeatMessage, Message, Proposal, SnapMessage } from './messages.js';
import type { ProposeResult, ReadIndexResult } from './output.js';
import type { Raft } from './raft.js';
import { asLogIndex, INDEX_ZERO, type LogIndex, NO_NODE, type ReadContext, type Snapshot, TERM_ZERO } from './types.js';

export function stepFollower(raft: Raft, message: Message): void {
  switch (message.type) {
    case 'app':
    case 'heartbeat':
    case 'snap':
      handleFromLeader(raft, message);
      return;
    case 'timeoutNow':
      campaignForTransfer(raft);
      return;
    case 'readIndexResp':
      raft.readStates.push({ index: message.index, ctx: message.ctx });
      return;
    case 'appResp':
    case 'vote':
    case 'preVote':
    case 'voteResp':
    case 'preVoteResp':
    case 'heartbeatResp':
    // Requests are passed on only by the member they were made at: two members that take each other for the leader
    // must not play ball with them.
    case 'prop':
    case 'readIndex':
    case 'transferLeader':
      return;
  }
}

/** The election timer restarts here and when a vote is granted, nowhere else. */
export function handleFromLeader(raft: Raft, message: AppMessage | HeartbeatMessage | SnapMessage): void {
  raft.electionElapsedTicks = 0;
  raft.leader = message.from;
  switch (message.type) {
    case 'app':
      handleAppend(raft, message);
      return;
    case 'heartbeat':
      raft.log.commitTo(message.commit);
      raft.send({
        type: 'heartbeatResp',
        from: raft.id,
        to: message.from,
        term: raft.term,
        readSeq: message.readSeq,
      });
      return;
    case 'snap':
      handleSnapshot(raft, message);
      return;
  }
}

function handleAppend(raft: Raft, message: AppMessage): void {
  const { log } = raft;
  const { prevIndex, prevTerm } = message;
  if (prevIndex < log.committed) {
    // What is committed matches for sure; the message is late, or the leader is only probing.
    acknowledge(raft, message, log.committed);
    return;
  }
  const lastNew = log.maybeAppend({ index: prevIndex, term: prevTerm }, message.entries, message.commit);
  if (lastNew !== undefined) {
    acknowledge(raft, message, lastNew);
    return;
  }
  // Beyond this point everything here has a term above the leader's at `prevIndex`, so it cannot match: the leader
  // skips it all in one round trip (the paper's optimization at the end of §5.3, as refined by etcd).
  const hint = log.findConflictByTerm(asLogIndex(Math.min(prevIndex, log.lastIndex())), prevTerm);
  raft.send({
    type: 'appResp',
    from: raft.id,
    to: message.from,
    term: raft.term,
    index: prevIndex,
    reject: true,
    rejectHint: hint.index,
    hintTerm: hint.term,
  });
}

function handleSnapshot(raft: Raft, message: SnapMessage): void {
  const restored = restore(raft, message.snapshot);
  acknowledge(raft, message, restored ? raft.log.lastIndex() : raft.log.committed);
}

/**
 * False when the snapshot brings nothing new. The shell installs it from the next Ready; the membership in it takes
 * effect with that Ready too, as the shell may still be applying configuration changes from before the snapshot.
 */
function restore(raft: Raft, snapshot: Snapshot): boolean {
  const { index, term } = snapshot.metadata;
  if (index <= raft.log.committed) return false;
  if (raft.log.matchTerm({ index, term })) {
    // The log has it already: keep what follows.
    raft.log.commitTo(index);
    return false;
  }
  raft.log.restore(snapshot);
  return true;
}

function acknowledge(raft: Raft, message: Message, index: LogIndex): void {
  raft.send({
    type: 'appResp',
    from: raft.id,
    to: message.from,
    term: raft.term,
    index,
    reject: false,
    rejectHint: INDEX_ZERO,
    hintTerm: TERM_ZERO,
  });
}

export function proposeAsFollower(raft: Raft, proposals: readonly Proposal[]): ProposeResult {
  if (raft.leader === NO_NODE || raft.config.disableProposalForwarding) return 'droppedNoLeader';
  raft.send({ type: 'prop', from: raft.id, to: raft.leader, term: TERM_ZERO, proposals });
  return 'ok';
}

export function readIndexAsFollower(raft: Raft, ctx: ReadContext): ReadIndexResult {
  if (raft.leader === NO_NODE) return 'droppedNoLeader';
  raft.send({ type: 'readIndex', from: raft.id, to: raft.leader, term: TERM_ZERO, ctx });
  return 'ok';
}

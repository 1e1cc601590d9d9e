/**
 * The leader's sending side (§5.3): what goes to whom and when, and when an entry is committed (§5.4.2).
 * Handling of the answers is in step-leader.ts.
 */
import { entriesBytes } from './limits.js';
import type { Proposal } from './messages.js';
import { reachedByQuorum } from './quorum/joint.js';
import type { LeaderRole, Raft } from './raft.js';
import type { Progress } from './tracker/progress.js';
import { asLogIndex, type Entry, INDEX_ZERO, type LogIndex, type NodeId } from './types.js';

/** Leader append-only: new entries go to the end, in the leader's term. Their own count comes with the disk. */
export function appendProposals(raft: Raft, proposals: readonly Proposal[]): LogIndex {
  const last = raft.log.lastIndex();
  const entries = proposals.map(({ type, data }, i): Entry => ({
    term: raft.term,
    index: asLogIndex(last + 1 + i),
    type,
    data,
  }));
  return raft.log.append(entries);
}

/**
 * Bounds what is held uncommitted. An empty backlog takes any proposal, so that a large one can get through at all,
 * and an empty proposal (the leader's no-op, leaving a joint configuration) is never refused.
 */
export function increaseUncommitted(raft: Raft, leader: LeaderRole, proposals: readonly Proposal[]): boolean {
  const payload = proposals.reduce((sum, proposal) => sum + proposal.data.length, 0);
  const bytes = entriesBytes(proposals);
  const tooMany = leader.uncommittedBytes + bytes > raft.config.maxUncommittedBytes;
  if (leader.uncommittedBytes > 0 && payload > 0 && tooMany) return false;
  leader.uncommittedBytes += bytes;
  return true;
}

/** Entries handed over for application; those of earlier leaders were never counted, hence the floor. */
export function reduceUncommitted(leader: LeaderRole, entries: readonly Entry[]): void {
  leader.uncommittedBytes = Math.max(0, leader.uncommittedBytes - entriesBytes(entries));
}

/**
 * Commits what a quorum has, but by counting only entries of the own term: an older entry on a majority may still be
 * replaced (Figure 8), and commits along with the first one of this term.
 */
export function maybeCommit(raft: Raft, leader: LeaderRole): boolean {
  const reached = reachedByQuorum(raft.membership, (id) => leader.progress.get(id)?.match ?? INDEX_ZERO);
  if (reached <= raft.log.committed) return false;
  const index = asLogIndex(reached);
  if (raft.log.term(index) !== raft.term) return false;
  raft.log.commitTo(index);
  return true;
}

export function hasCommittedInTerm(raft: Raft): boolean {
  return raft.log.term(raft.log.committed) === raft.term;
}

/**
 * Brings everybody up to the last entry and the commit index, as far as the windows allow. Called once a Ready, so that
 * all proposals and commits of a round share their messages (Request Batch); answers to a follower that was waiting go
 * out of their own (step-leader.ts).
 */
export function sendAppendsOfRound(raft: Raft, leader: LeaderRole): void {
  for (const [id, progress] of leader.progress) {
    if (id === raft.id) continue;
    while (maybeSendAppend(raft, id, progress, progress.sentCommit < raft.log.committed));
  }
}

/** Sends what is next for `to`, even if that is only the commit index. */
export function sendAppend(raft: Raft, to: NodeId, progress: Progress): void {
  maybeSendAppend(raft, to, progress, true);
}

/** False when nothing went out: the window is full, or there was nothing to send and `sendIfEmpty` is off. */
export function maybeSendAppend(raft: Raft, to: NodeId, progress: Progress, sendIfEmpty: boolean): boolean {
  if (progress.paused) return false;
  const { log } = raft;
  const prevIndex = asLogIndex(progress.next - 1);
  const prevTerm = log.term(prevIndex);
  const entries = prevTerm === undefined ? undefined : log.entriesFrom(progress.next, raft.config.maxSizePerMsgBytes);
  if (prevTerm === undefined || entries === undefined) return maybeSendSnapshot(raft, to, progress);
  if (entries.length === 0 && !sendIfEmpty) return false;
  raft.send({
    type: 'app',
    from: raft.id,
    to,
    term: raft.term,
    prevIndex,
    prevTerm,
    entries,
    commit: log.committed,
  });
  progress.sentEntries(entries.length, entriesBytes(entries));
  progress.sentCommit = log.committed;
  return true;
}

/** What the follower needs is compacted away. Not worth a snapshot while nothing was heard of it. */
function maybeSendSnapshot(raft: Raft, to: NodeId, progress: Progress): boolean {
  if (!progress.recentActive) return false;
  const snapshot = raft.log.snapshot();
  if (snapshot === undefined || snapshot.metadata.index === INDEX_ZERO) return false;
  progress.becomeSnapshot(snapshot.metadata.index);
  raft.send({ type: 'snap', from: raft.id, to, term: raft.term, snapshot });
  return true;
}

/** HeartBeat: never carries a commit index that the follower might not have. */
export function broadcastHeartbeat(raft: Raft, leader: LeaderRole): void {
  const readSeq = leader.readOnly.pendingSeq;
  for (const [to, progress] of leader.progress) {
    if (to === raft.id) continue;
    const commit = asLogIndex(Math.min(progress.match, raft.log.committed));
    raft.send({ type: 'heartbeat', from: raft.id, to, term: raft.term, commit, readSeq });
  }
}

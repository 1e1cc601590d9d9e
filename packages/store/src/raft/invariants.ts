/**
 * The invariants of Raft, to be checked after every step of a simulation.
 *
 * - {@link checkBasic}: what holds for one member at any moment.
 * - {@link checkDelta}: what holds between two moments of one member (as LogCabin's RaftConsensusInvariants does).
 * - {@link GroupInvariants}: Figure 3 of the paper over the whole group: Election Safety, Leader Append-Only, Log
 *   Matching, Leader Completeness, State Machine Safety.
 *
 * They throw AssertionError. They read, and never change, the state.
 */
import { assert, equalBytes, mustGet } from '@kuorum/base';
import { isMember } from './confchange/configuration.js';
import { NO_LIMIT_BYTES } from './limits.js';
import type { RoleName } from './output.js';
import type { Raft } from './raft.js';
import { asLogIndex, type Entry, type LogIndex, NO_NODE, type NodeId, type Term } from './types.js';

export function checkBasic(raft: Raft): void {
  const { log, role } = raft;
  const who = `node ${raft.id} (${role.name}, term ${raft.term})`;
  const lastIndex = log.lastIndex();
  assert(log.applied <= log.committed, `${who}: applied ${log.applied} is past committed ${log.committed}`);
  assert(log.committed <= lastIndex, `${who}: committed ${log.committed} is past the last index ${lastIndex}`);
  assert(log.firstIndex() <= lastIndex + 1, `${who}: first index ${log.firstIndex()} is past the end ${lastIndex}`);
  assert(log.lastTerm() <= raft.term, `${who}: the last entry has a later term ${log.lastTerm()}`);
  checkUnstable(raft, who);
  switch (role.name) {
    case 'follower':
      assert(raft.leader !== raft.id, `${who}: takes itself for the leader`);
      return;
    case 'preCandidate':
      assert(raft.leader === NO_NODE, `${who}: campaigns against leader ${raft.leader}`);
      return;
    case 'candidate':
      assert(raft.vote === raft.id, `${who}: voted for ${raft.vote}`);
      assert(raft.leader === NO_NODE, `${who}: campaigns against leader ${raft.leader}`);
      return;
    case 'leader':
      assert(raft.leader === raft.id, `${who}: knows another leader ${raft.leader}`);
      assert(raft.vote === raft.id, `${who}: voted for ${raft.vote}`);
      for (const [id, progress] of role.progress) {
        assert(isMember(raft.membership, id), `${who}: follows the progress of ${id}, which is no member`);
        assert(progress.match < progress.next, `${who}: match ${progress.match} of ${id} is not below next`);
        assert(progress.match <= lastIndex, `${who}: match ${progress.match} of ${id} is past the end ${lastIndex}`);
        assert(progress.next <= lastIndex + 1, `${who}: next ${progress.next} of ${id} is past the end ${lastIndex}`);
      }
      return;
  }
}

function checkUnstable(raft: Raft, who: string): void {
  const { unstable } = raft.log;
  unstable.entries.forEach((entry, i) => {
    assert(entry.index === unstable.offset + i, `${who}: entry ${entry.index} is at place ${unstable.offset + i}`);
    const before = unstable.entries[i - 1];
    if (before !== undefined) assert(before.term <= entry.term, `${who}: the term falls at entry ${entry.index}`);
  });
}

/** What {@link checkDelta} compares; a copy, not a view. */
export interface Moment {
  readonly term: Term;
  readonly vote: NodeId;
  readonly role: RoleName;
  readonly committed: LogIndex;
  readonly applied: LogIndex;
  readonly lastIndex: LogIndex;
  readonly lastTerm: Term;
  readonly match: ReadonlyMap<NodeId, LogIndex>;
}

export function momentOf(raft: Raft): Moment {
  const { log, role } = raft;
  const match = new Map<NodeId, LogIndex>();
  if (role.name === 'leader') for (const [id, progress] of role.progress) match.set(id, progress.match);
  return {
    term: raft.term,
    vote: raft.vote,
    role: role.name,
    committed: log.committed,
    applied: log.applied,
    lastIndex: log.lastIndex(),
    lastTerm: log.lastTerm(),
    match,
  };
}

/** `before` and `after` belong to one member without a crash in between. */
export function checkDelta(before: Moment, after: Moment): void {
  assert(after.term >= before.term, `the term went back from ${before.term} to ${after.term}`);
  assert(after.committed >= before.committed, `committed went back from ${before.committed} to ${after.committed}`);
  assert(after.applied >= before.applied, `applied went back from ${before.applied} to ${after.applied}`);
  if (after.term !== before.term) return;
  const voteKept = before.vote === NO_NODE || after.vote === before.vote;
  assert(voteKept, `the vote in term ${after.term} changed from ${before.vote} to ${after.vote}`);
  if (before.role !== 'leader') return;
  const stillRules = after.role === 'leader' || after.role === 'follower' || after.role === 'preCandidate';
  assert(stillRules, `the leader of term ${after.term} is now its ${after.role}`);
  if (after.role !== 'leader') return;
  assert(after.lastIndex >= before.lastIndex, `a leader's log shrank from ${before.lastIndex} to ${after.lastIndex}`);
  for (const [id, match] of after.match) {
    const matchBefore = before.match.get(id) ?? match;
    assert(match >= matchBefore, `match of ${id} went back from ${matchBefore} to ${match}`);
  }
}

/** Watches a whole group over time. Call {@link observe} for each member that may have changed. */
export class GroupInvariants {
  private readonly leaders = new Map<Term, NodeId>();
  /** The one content of each committed index, as first seen, by a member of term `seenIn`. */
  private readonly committed = new Map<LogIndex, { readonly entry: Entry; readonly seenIn: Term }>();
  private readonly last = new Map<NodeId, { readonly moment: Moment; readonly checkedTo: LogIndex }>();
  /** What a slot held when a leader of that term had it: (term, index) → data. Log Matching in one map. */
  private readonly contents = new Map<string, Entry>();
  private readonly previousTerms = new Map<string, Term>();

  /** The member lost its volatile state, or started. */
  forget(id: NodeId): void {
    this.last.delete(id);
  }

  observe(raft: Raft): void {
    checkBasic(raft);
    const moment = momentOf(raft);
    const before = this.last.get(raft.id);
    if (before !== undefined) checkDelta(before.moment, moment);
    this.checkElectionSafety(raft);
    this.checkLog(raft, before?.moment);
    const checkedTo = this.checkCommitted(raft, before?.checkedTo ?? asLogIndex(0));
    this.last.set(raft.id, { moment, checkedTo });
  }

  private checkElectionSafety(raft: Raft): void {
    if (raft.role.name !== 'leader') return;
    const other = this.leaders.get(raft.term);
    assert(other === undefined || other === raft.id, `election safety: term ${raft.term} has ${other} and ${raft.id}`);
    if (other !== undefined) return;
    this.leaders.set(raft.term, raft.id);
    this.checkLeaderCompleteness(raft);
  }

  /**
   * What was committed in an earlier term is in its log. In an earlier one only: late votes can make a leader of a term
   * that the group has long left behind.
   */
  private checkLeaderCompleteness(raft: Raft): void {
    const first = raft.log.firstIndex();
    for (const [index, { entry, seenIn }] of this.committed) {
      if (index < first || seenIn >= raft.term) continue;
      const term = raft.log.term(index);
      assert(term === entry.term, `leader completeness: leader ${raft.id} of term ${raft.term} lacks entry ${index}`);
    }
  }

  /**
   * Log Matching: `(term, index)` fixes the data and the term of the entry before it; by induction over the index it
   * then fixes the whole prefix. Only what is not on disk yet is new, so only that is looked at, and everything after
   * a restart.
   */
  private checkLog(raft: Raft, before: Moment | undefined): void {
    const { log } = raft;
    const from = before === undefined ? log.firstIndex() : log.unstable.offset;
    const entries = log.slice(asLogIndex(Math.max(from, log.firstIndex())), asLogIndex(log.lastIndex() + 1));
    for (const entry of entries ?? []) {
      const key = `${entry.term}/${entry.index}`;
      const known = this.contents.get(key);
      const previous = log.term(asLogIndex(entry.index - 1));
      if (known === undefined) {
        this.contents.set(key, entry);
        if (previous !== undefined) this.previousTerms.set(key, previous);
        continue;
      }
      assert(equalBytes(known.data, entry.data), `log matching: entry ${key} of ${raft.id} has other data`);
      const knownPrevious = this.previousTerms.get(key);
      const samePrevious = previous === undefined || knownPrevious === undefined || previous === knownPrevious;
      assert(samePrevious, `log matching: before entry ${key} node ${raft.id} has term ${previous}`);
    }
  }

  /** State Machine Safety, already at commit: one index, one entry, for ever and for everybody. */
  private checkCommitted(raft: Raft, checkedTo: LogIndex): LogIndex {
    const { log } = raft;
    const lo = asLogIndex(Math.max(checkedTo + 1, log.firstIndex()));
    const hi = asLogIndex(log.committed + 1);
    if (lo >= hi) return log.committed;
    for (const entry of mustGet(log.slice(lo, hi, NO_LIMIT_BYTES), `the committed entries from ${lo}`)) {
      const known = this.committed.get(entry.index)?.entry;
      if (known === undefined) this.committed.set(entry.index, { entry, seenIn: raft.term });
      else {
        const same = known.term === entry.term && equalBytes(known.data, entry.data);
        assert(
          same,
          `state machine safety: ${raft.id} commits term ${entry.term} at ${entry.index}, not ${known.term}`,
        );
      }
    }
    return log.committed;
  }
}

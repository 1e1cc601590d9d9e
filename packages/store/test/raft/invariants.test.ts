/** The checkers of one member must be able to fail: each of their rules with a state that breaks it, and it alone. */
import { utf8, Xoshiro128 } from '@kuorum/base';
import {
  asLogIndex,
  asTerm,
  checkBasic,
  checkDelta,
  emptyConfState,
  type LeaderRole,
  MemoryLogStorage,
  type Moment,
  momentOf,
  Progress,
  type Raft,
  RawNode,
} from '@kuorum/store/raft';
import { expect } from 'chai';

/** Member 1 of three: entries 1/1, 1/2, 2/3 on disk, committed and applied up to 2, in term 2. */
function sound(): Raft {
  const storage = new MemoryLogStorage({ ...emptyConfState, voters: [1n, 2n, 3n] });
  const entry = (term: number, index: number) =>
    ({ term: asTerm(term), index: asLogIndex(index), type: 'normal', data: utf8(`${index}`) }) as const;
  storage.append([entry(1, 1), entry(1, 2), entry(2, 3)]);
  storage.setHardState({ term: asTerm(2), vote: 1n, commit: asLogIndex(2) });
  const { raft } = new RawNode({
    id: 1n,
    electionTicks: 10,
    heartbeatTicks: 1,
    storage,
    applied: asLogIndex(2),
    maxSizePerMsgBytes: 1024,
    maxInflightMsgs: 8,
    maxUncommittedBytes: 1024,
    preVote: true,
    checkQuorum: true,
    prng: new Xoshiro128(1),
  });
  return raft;
}

function candidate(): Raft {
  const raft = sound();
  raft.becomeCandidate();
  return raft;
}

function leader(): { raft: Raft; role: LeaderRole } {
  const raft = candidate();
  const role = raft.becomeLeader();
  return { raft, role };
}

/** Puts entries of `terms` behind the log, as if the leader had sent them. */
function appendUnstable(raft: Raft, terms: readonly number[]): void {
  const from = raft.log.lastIndex() + 1;
  raft.log.append(
    terms.map((term, i) => ({ term: asTerm(term), index: asLogIndex(from + i), type: 'normal', data: utf8('x') })),
  );
}

interface Corruption {
  readonly name: string;
  readonly corrupt: () => Raft;
  readonly text: RegExp;
}

function progressOf(role: LeaderRole): Progress {
  return role.progress.get(2n) ?? expect.fail('the progress of 2');
}

const corruptions: readonly Corruption[] = [
  {
    name: 'applied past committed',
    corrupt: () => change(sound(), (raft) => (raft.log.applied = asLogIndex(3))),
    text: /applied 3 is past committed 2/,
  },
  {
    name: 'committed past the end',
    corrupt: () => change(sound(), (raft) => (raft.log.committed = asLogIndex(9))),
    text: /committed 9 is past the last index 3/,
  },
  {
    name: 'a log that starts behind its end',
    corrupt: () => change(sound(), (raft) => (raft.log.firstIndex = () => asLogIndex(5))),
    text: /first index 5 is past the end 3/,
  },
  {
    name: 'an entry of a term that has not come',
    corrupt: () => change(sound(), (raft) => appendUnstable(raft, [7])),
    text: /the last entry has a later term 7/,
  },
  {
    name: 'an unstable entry at the wrong place',
    corrupt: () =>
      change(sound(), (raft) => {
        appendUnstable(raft, [2, 2]);
        raft.log.unstable.entries.reverse();
      }),
    text: /entry 5 is at place 4/,
  },
  {
    name: 'terms that fall along the log',
    corrupt: () =>
      change(sound(), (raft) => {
        raft.term = asTerm(9);
        appendUnstable(raft, [9, 2]);
      }),
    text: /the term falls at entry 5/,
  },
  {
    name: 'a follower of itself',
    corrupt: () => change(sound(), (raft) => (raft.leader = 1n)),
    text: /takes itself for the leader/,
  },
  {
    name: 'a pre-candidate that has a leader',
    corrupt: () =>
      change(sound(), (raft) => {
        raft.becomePreCandidate();
        raft.leader = 2n;
      }),
    text: /\(preCandidate, term 2\): campaigns against leader 2/,
  },
  {
    name: 'a candidate that has a leader',
    corrupt: () => change(candidate(), (raft) => (raft.leader = 2n)),
    text: /\(candidate, term 3\): campaigns against leader 2/,
  },
  {
    name: 'a candidate that voted for another',
    corrupt: () => change(candidate(), (raft) => (raft.vote = 2n)),
    text: /\(candidate, term 3\): voted for 2/,
  },
  {
    name: 'a leader that knows another',
    corrupt: () => change(leader().raft, (raft) => (raft.leader = 2n)),
    text: /knows another leader 2/,
  },
  {
    name: 'a leader that voted for another',
    corrupt: () => change(leader().raft, (raft) => (raft.vote = 3n)),
    text: /\(leader, term 3\): voted for 3/,
  },
  {
    name: 'the progress of a stranger',
    corrupt: () => {
      const { raft, role } = leader();
      role.progress.set(9n, new Progress(asLogIndex(1), false, 8, 1024));
      return raft;
    },
    text: /follows the progress of 9, which is no member/,
  },
  {
    name: 'match at next',
    corrupt: () => {
      const { raft, role } = leader();
      progressOf(role).match = asLogIndex(3);
      progressOf(role).next = asLogIndex(3);
      return raft;
    },
    text: /match 3 of 2 is not below next/,
  },
  {
    name: 'match past the end',
    corrupt: () => {
      const { raft, role } = leader();
      progressOf(role).match = asLogIndex(4);
      progressOf(role).next = asLogIndex(5);
      return raft;
    },
    text: /match 4 of 2 is past the end 3/,
  },
  {
    name: 'next past the end',
    corrupt: () => {
      const { raft, role } = leader();
      progressOf(role).next = asLogIndex(9);
      return raft;
    },
    text: /next 9 of 2 is past the end 3/,
  },
];

function change(raft: Raft, corrupt: (raft: Raft) => unknown): Raft {
  corrupt(raft);
  return raft;
}

const moments: readonly { name: string; before?: Partial<Moment>; after: Partial<Moment>; text: RegExp }[] = [
  { name: 'a term that goes back', after: { term: asTerm(2) }, text: /the term went back from 3 to 2/ },
  {
    name: 'a commit index that goes back, over terms too',
    after: { term: asTerm(9), committed: asLogIndex(1) },
    text: /committed went back from 2 to 1/,
  },
  { name: 'an applied index that goes back', after: { applied: asLogIndex(0) }, text: /applied went back from 2 to 0/ },
  { name: 'a second vote in a term', after: { vote: 2n }, text: /the vote in term 3 changed from 1 to 2/ },
  { name: 'a vote taken back', after: { vote: 0n }, text: /the vote in term 3 changed from 1 to 0/ },
  { name: 'a leader that is candidate in its term', after: { role: 'candidate' }, text: /is now its candidate/ },
  { name: "a leader's log that shrinks", after: { lastIndex: asLogIndex(2) }, text: /log shrank from 3 to 2/ },
  {
    name: 'a match that goes back',
    before: { match: new Map([[2n, asLogIndex(3)]]) },
    after: { match: new Map([[2n, asLogIndex(1)]]) },
    text: /match of 2 went back from 3 to 1/,
  },
];

const allowed: readonly { name: string; before?: Partial<Moment>; after: Partial<Moment> }[] = [
  { name: 'a vote given', before: { vote: 0n, role: 'follower' }, after: { role: 'follower' } },
  { name: 'another vote in another term', after: { term: asTerm(4), vote: 2n, role: 'follower' } },
  { name: 'a leader that steps down in its term', after: { role: 'follower' } },
  { name: 'a match unknown before', after: { match: new Map([[4n, asLogIndex(0)]]) } },
  {
    name: 'a log cut by a leader of another term',
    after: { term: asTerm(4), role: 'follower', lastIndex: asLogIndex(2) },
  },
];

describe('raft invariants: one member', () => {
  it('a sound follower, candidate and leader pass', () => {
    for (const raft of [sound(), candidate(), leader().raft]) {
      checkBasic(raft);
      checkDelta(momentOf(raft), momentOf(raft));
    }
  });

  for (const { name, corrupt, text } of corruptions) {
    it(`checkBasic finds ${name}`, () => {
      const raft = corrupt();
      expect(() => checkBasic(raft)).to.throw(text);
    });
  }

  for (const { name, before = {}, after, text } of moments) {
    it(`checkDelta finds ${name}`, () => {
      const moment = { ...momentOf(leader().raft), ...before };
      expect(() => checkDelta(moment, { ...moment, ...after })).to.throw(text);
    });
  }

  for (const { name, before = {}, after } of allowed) {
    it(`checkDelta lets pass ${name}`, () => {
      const moment = { ...momentOf(leader().raft), ...before };
      checkDelta(moment, { ...momentOf(leader().raft), ...before, ...after });
    });
  }
});

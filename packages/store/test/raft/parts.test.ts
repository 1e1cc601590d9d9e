/** The small parts by themselves, as tables: quorums, progress, inflight window, log, storage, invariants. */
import { Xoshiro128 } from '@kuorum/base';
import {
  asLogIndex,
  asTerm,
  checkBasic,
  checkDelta,
  type Entry,
  GroupInvariants,
  INDEX_ZERO,
  Inflights,
  limitEntriesBytes,
  MemoryLogStorage,
  momentOf,
  NO_LIMIT_BYTES,
  type NodeId,
  Progress,
  quorumVoteResult,
  RaftLog,
  RawNode,
  reachedByQuorum,
} from '@kuorum/store/raft';
import { expect } from 'chai';
import { Cluster } from './cluster.js';

function entriesOf(terms: readonly number[], from = 1): Entry[] {
  return terms.map((term, i) => ({
    term: asTerm(term),
    index: asLogIndex(from + i),
    type: 'normal',
    data: new Uint8Array(10),
  }));
}

function storageOf(terms: readonly number[]): MemoryLogStorage {
  const storage = new MemoryLogStorage();
  storage.append(entriesOf(terms));
  return storage;
}

function logOf(terms: readonly number[], committed = 0): RaftLog {
  return new RaftLog(storageOf(terms), INDEX_ZERO, asLogIndex(committed));
}

describe('raft parts: quorum', () => {
  const matches: readonly (readonly [readonly number[], readonly number[], number])[] = [
    // match of nodes 1.. in the incoming half, in the outgoing half (ids from 11), what a quorum has
    [[5], [], 5],
    [[5, 3], [], 3],
    [[5, 3, 2], [], 3],
    [[5, 4, 3, 2], [], 3],
    [[9, 9, 9, 1, 1], [], 9],
    [[9, 9, 9], [4, 4, 1], 4],
    [[2, 2, 2], [7, 7, 7], 2],
    [[], [7, 7, 1], 7],
    [[], [], 0],
  ];
  for (const [incoming, outgoing, expected] of matches) {
    it(`[${incoming.join(' ')}] and [${outgoing.join(' ')}] have ${expected}`, () => {
      const match = new Map<NodeId, number>();
      incoming.forEach((index, i) => match.set(BigInt(1 + i), index));
      outgoing.forEach((index, i) => match.set(BigInt(11 + i), index));
      const joint = {
        voters: new Set([...match.keys()].filter((id) => id < 10n)),
        votersOutgoing: new Set([...match.keys()].filter((id) => id > 10n)),
      };
      expect(reachedByQuorum(joint, (id) => match.get(id) ?? 0)).to.equal(expected);
    });
  }

  // y = granted, n = refused, . = not heard; a quorum is counted over the members, not over those who answered.
  for (const [incoming, outgoing, expected] of [
    ['y', '', 'won'],
    ['yy.', '', 'won'],
    ['y..', '', 'pending'],
    ['yn.', '', 'pending'],
    ['nn.', '', 'lost'],
    ['yn', '', 'lost'],
    ['yyn..', '', 'pending'],
    ['yyy', 'y..', 'pending'],
    ['yyy', 'nn.', 'lost'],
    ['y..', 'nn.', 'lost'],
    ['yyy', 'yyn', 'won'],
    ['', '', 'won'],
  ] as const) {
    it(`votes "${incoming}" and "${outgoing}": ${expected}`, () => {
      const votes = new Map<NodeId, boolean>();
      const idsOf = (marks: string, from: number): Set<NodeId> =>
        new Set(
          [...marks].map((mark, i) => {
            const id = BigInt(from + i);
            if (mark !== '.') votes.set(id, mark === 'y');
            return id;
          }),
        );
      const joint = { voters: idsOf(incoming, 1), votersOutgoing: idsOf(outgoing, 11) };
      expect(quorumVoteResult(joint, votes)).to.equal(expected);
    });
  }
});

describe('raft parts: progress', () => {
  it('probe sends one message, replicate up to the window, snapshot none', () => {
    const progress = new Progress(asLogIndex(5), false, 2, 1024);
    progress.sentEntries(3, 72);
    expect([progress.paused, progress.next]).to.deep.equal([true, 5]);
    progress.maybeUpdate(asLogIndex(7));
    progress.becomeReplicate();
    progress.sentEntries(2, 48);
    expect([progress.paused, progress.next]).to.deep.equal([false, 10]);
    progress.sentEntries(1, 24);
    expect(progress.paused).to.equal(true);
    progress.becomeSnapshot(asLogIndex(20));
    expect(progress.paused).to.equal(true);
    progress.becomeProbe();
    expect(progress.next).to.equal(21);
  });

  it('a stale rejection changes nothing', () => {
    const probing = new Progress(asLogIndex(9), false, 2, 1024);
    expect(probing.maybeDecreaseTo(asLogIndex(5), asLogIndex(3))).to.equal(false);
    expect(probing.maybeDecreaseTo(asLogIndex(8), asLogIndex(3))).to.equal(true);
    expect(probing.next).to.equal(4);
    const replicating = new Progress(asLogIndex(9), false, 2, 1024);
    replicating.maybeUpdate(asLogIndex(8));
    replicating.becomeReplicate();
    expect(replicating.maybeDecreaseTo(asLogIndex(8), asLogIndex(3))).to.equal(false);
    expect(replicating.next).to.equal(9);
  });

  it('an acknowledgement frees all messages up to it', () => {
    const inflights = new Inflights(3, 1024);
    for (const index of [2, 4, 6]) inflights.add(asLogIndex(index), 100);
    inflights.freeTo(asLogIndex(4));
    expect(inflights.count).to.equal(1);
    inflights.freeTo(asLogIndex(3));
    expect(inflights.count).to.equal(1);
  });
});

describe('raft parts: inflights in bytes', () => {
  it('are full once the bytes are there, though few messages are; what is answered makes room', () => {
    const inflights = new Inflights(10, 1000);
    inflights.add(asLogIndex(1), 999);
    expect(inflights.full).to.equal(false);
    inflights.add(asLogIndex(2), 5000);
    expect([inflights.full, inflights.count, inflights.bytes]).to.deep.equal([true, 2, 5999]);
    expect(() => inflights.add(asLogIndex(3), 1)).to.throw('2 with 5999 bytes are in flight');
    inflights.freeTo(asLogIndex(1));
    expect([inflights.full, inflights.bytes]).to.deep.equal([true, 5000]);
    inflights.freeFirst();
    expect([inflights.full, inflights.bytes]).to.deep.equal([false, 0]);
    inflights.freeFirst();
    expect(inflights.bytes).to.equal(0);
  });

  it('must hold one message, or nothing could be pipelined', () => {
    const config = { maxInflightBytes: 1023, maxSizePerMsgBytes: 1024 };
    expect(() => new Cluster({ size: 1, config })).to.throw('maxInflightBytes must hold one message (1024): 1023');
  });
});

describe('raft parts: log', () => {
  it('append after a match drops what conflicts, and nothing else', () => {
    const cases: readonly (readonly [number, number, readonly number[], readonly number[] | undefined])[] = [
      // prevIndex, prevTerm, entries; the terms of the log after it, undefined = refused
      [3, 3, [3], [1, 2, 3, 3]],
      [3, 2, [3], undefined],
      [4, 3, [3], undefined],
      [1, 1, [2], [1, 2, 3]],
      [1, 1, [4], [1, 4]],
      [0, 0, [1, 2, 3, 4], [1, 2, 3, 4]],
      [1, 1, [], [1, 2, 3]],
    ];
    for (const [index, term, terms, expected] of cases) {
      const log = logOf([1, 2, 3]);
      const matched = log.maybeAppend(
        { index: asLogIndex(index), term: asTerm(term) },
        entriesOf(terms, index + 1),
        INDEX_ZERO,
      );
      expect(matched).to.equal(expected === undefined ? undefined : index + terms.length);
      const after = log.entriesFrom(asLogIndex(1), NO_LIMIT_BYTES)?.map((entry) => entry.term);
      expect(after).to.deep.equal(expected ?? [1, 2, 3]);
    }
  });

  it('a committed entry is never replaced', () => {
    const log = logOf([1, 1], 2);
    expect(() => log.append(entriesOf([2], 2))).to.throw('cannot replace entry 2');
  });

  it('commit follows the leader only as far as the logs are known to match', () => {
    const log = logOf([1, 1, 1]);
    log.maybeAppend({ index: asLogIndex(1), term: asTerm(1) }, entriesOf([1], 2), asLogIndex(3));
    expect(log.committed).to.equal(2);
  });

  it('a conflict skips whole terms', () => {
    const log = logOf([1, 1, 4, 4, 5, 5, 5]);
    for (const [index, term, expected] of [
      [7, 3, 2],
      [7, 4, 4],
      [7, 5, 7],
      [2, 9, 2],
      [7, 0, 0],
    ] as const) {
      expect(log.findConflictByTerm(asLogIndex(index), asTerm(term)).index).to.equal(expected);
    }
  });

  it('an overtaken disk write hands over only what was written', () => {
    const log = logOf([1]);
    log.append(entriesOf([1, 1, 1], 2));
    // While 2 to 4 of term 1 are being written, a new leader replaces 3 and 4.
    log.append(entriesOf([2, 2], 3));
    log.unstable.stableTo(asLogIndex(4), asTerm(1));
    expect(log.stableIndex()).to.equal(1);
    log.unstable.stableTo(asLogIndex(4), asTerm(2));
    expect(log.stableIndex()).to.equal(4);
  });

  it('a restart may find more applied than the commit index says', () => {
    const log = new RaftLog(storageOf([1, 1, 1]), asLogIndex(3), asLogIndex(1));
    expect(log.committed).to.equal(3);
    expect(() => new RaftLog(storageOf([1]), asLogIndex(2), INDEX_ZERO)).to.throw('was it truncated or lost?');
  });

  it('a page holds at least one entry', () => {
    expect(limitEntriesBytes(entriesOf([1, 1, 1]), 1)).to.have.length(1);
    expect(limitEntriesBytes(entriesOf([1, 1, 1]), 70)).to.have.length(2);
    expect(logOf([1, 1, 1]).slice(asLogIndex(1), asLogIndex(4), 70)).to.have.length(2);
  });

  it('compaction keeps the term at its end, and reading below it says so', () => {
    const storage = storageOf([1, 1, 2, 2]);
    storage.createSnapshot(asLogIndex(3), storage.initialState().confState, new Uint8Array(0));
    storage.compact(asLogIndex(3));
    expect([storage.firstIndex(), storage.lastIndex()]).to.deep.equal([4, 4]);
    expect(storage.term(asLogIndex(3))).to.equal(2);
    expect(storage.term(asLogIndex(2))).to.equal(undefined);
    expect(storage.entries(asLogIndex(3), asLogIndex(5), NO_LIMIT_BYTES)).to.equal(undefined);
    expect(() => storage.append(entriesOf([2], 6))).to.throw('the log ends at 4');
  });
});

describe('raft parts: the checkers catch what they are for', () => {
  function node(id: NodeId, terms: readonly number[]): RawNode {
    const storage = storageOf(terms);
    storage.setConfState({ ...storage.initialState().confState, voters: [1n, 2n, 3n] });
    storage.setHardState({ term: asTerm(9), vote: 0n, commit: INDEX_ZERO });
    return new RawNode({
      id,
      electionTicks: 10,
      heartbeatTicks: 1,
      storage,
      applied: INDEX_ZERO,
      maxSizePerMsgBytes: 1024,
      maxInflightMsgs: 8,
      maxUncommittedBytes: 1024,
      preVote: true,
      checkQuorum: true,
      prng: new Xoshiro128(1),
    });
  }

  it('applied beyond committed', () => {
    const { raft } = node(1n, [1, 1]);
    raft.log.applied = asLogIndex(1);
    expect(() => checkBasic(raft)).to.throw('applied 1 is past committed 0');
  });

  it('a term that goes back, a vote that changes', () => {
    const { raft } = node(1n, []);
    const before = momentOf(raft);
    expect(() => checkDelta(before, { ...before, term: asTerm(8) })).to.throw('the term went back');
    expect(() => checkDelta({ ...before, vote: 2n }, { ...before, vote: 3n })).to.throw('the vote in term 9 changed');
  });

  it('two leaders in a term', () => {
    const group = new GroupInvariants();
    const [a, b] = [node(1n, []).raft, node(2n, []).raft];
    for (const raft of [a, b]) {
      raft.becomeCandidate();
      raft.becomeLeader();
    }
    group.observe(a);
    expect(() => group.observe(b)).to.throw('election safety: term 10 has 1 and 2');
  });

  it('one term and index with two predecessors', () => {
    const group = new GroupInvariants();
    group.observe(node(1n, [1, 3]).raft);
    expect(() => group.observe(node(2n, [2, 3]).raft)).to.throw('log matching');
  });

  it('two entries committed at one index', () => {
    const group = new GroupInvariants();
    const [a, b] = [node(1n, [1]).raft, node(2n, [2]).raft];
    a.log.commitTo(asLogIndex(1));
    b.log.commitTo(asLogIndex(1));
    group.observe(a);
    expect(() => group.observe(b)).to.throw('state machine safety');
  });

  it('a leader that lacks what was committed before', () => {
    const group = new GroupInvariants();
    const [a, b] = [node(1n, [1]).raft, node(2n, []).raft];
    a.log.commitTo(asLogIndex(1));
    group.observe(a);
    b.becomeCandidate();
    b.becomeLeader();
    expect(() => group.observe(b)).to.throw('leader completeness: leader 2 of term 10 lacks entry 1');
  });
});

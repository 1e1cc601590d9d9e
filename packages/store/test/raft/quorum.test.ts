/**
 * Quorums, progress and changes of membership against definitions so simple that they can be read: random cases, each
 * decided once by the code and once by trying everything.
 */
import { mustGet, type Prng, Xoshiro128 } from '@kuorum/base';
import {
  asLogIndex,
  changeConfiguration,
  type ConfChangeSingle,
  type Configuration,
  configurationOf,
  confStateOf,
  emptyConfState,
  enterJoint,
  Inflights,
  isJoint,
  type JointVoters,
  leaveJoint,
  type NodeId,
  Progress,
  quorumVoteResult,
  reachedByQuorum,
  simple,
} from '@kuorum/store/raft';
import { expect } from 'chai';

const CASES = 3000;

function someIds(prng: Prng, idMax: number, sizeMax: number): ReadonlySet<NodeId> {
  const ids = new Set<NodeId>();
  for (let i = prng.int(sizeMax + 1); i > 0; i--) ids.add(BigInt(1 + prng.int(idMax)));
  return ids;
}

function someJoint(prng: Prng): JointVoters {
  const votersOutgoing = prng.int(2) === 0 ? new Set<NodeId>() : someIds(prng, 7, 7);
  const voters = someIds(prng, 7, 7);
  return { voters: voters.size === 0 ? new Set([1n]) : voters, votersOutgoing };
}

/** The definition: more than half of the members of a set are among `ids`; no members, nothing to ask for. */
function hasMajority(voters: ReadonlySet<NodeId>, ids: (id: NodeId) => boolean): boolean {
  return voters.size === 0 || [...voters].filter(ids).length * 2 > voters.size;
}

function hasQuorum({ voters, votersOutgoing }: JointVoters, ids: (id: NodeId) => boolean): boolean {
  return hasMajority(voters, ids) && hasMajority(votersOutgoing, ids);
}

describe('raft quorums against their definition', () => {
  it(`reachedByQuorum is the largest number that a quorum has reached (${CASES} cases)`, () => {
    const prng = new Xoshiro128(1);
    for (let i = 0; i < CASES; i++) {
      const joint = someJoint(prng);
      const match = new Map(Array.from({ length: 7 }, (_, id) => [BigInt(id + 1), prng.int(6)]));
      const reached = (id: NodeId): number => match.get(id) ?? 0;
      const candidates = [5, 4, 3, 2, 1, 0];
      const expected = candidates.find((index) => hasQuorum(joint, (id) => reached(id) >= index));
      expect(reachedByQuorum(joint, reached), `case ${i}`).to.equal(expected);
    }
  });

  it(`a vote is won with a quorum of grants, lost when no answers to come can win it (${CASES} cases)`, () => {
    const prng = new Xoshiro128(2);
    for (let i = 0; i < CASES; i++) {
      const joint = someJoint(prng);
      const votes = new Map<NodeId, boolean>();
      for (let id = 1n; id <= 7n; id++) if (prng.int(3) > 0) votes.set(id, prng.int(2) === 0);
      const won = hasQuorum(joint, (id) => votes.get(id) === true);
      const open = hasQuorum(joint, (id) => votes.get(id) ?? true);
      expect(quorumVoteResult(joint, votes), `case ${i}`).to.equal(won ? 'won' : open ? 'pending' : 'lost');
    }
  });

  it('any two quorums of a configuration share a member, and so do those of one and the next', () => {
    const prng = new Xoshiro128(3);
    for (let i = 0; i < 200; i++) {
      const config = someConfiguration(prng);
      const next = changeConfiguration(config, someChange(prng, config));
      const both = [config, ...(next.ok ? [next.config] : [])];
      for (const other of both) {
        for (const first of quorumsOf(config)) {
          // The complement of a quorum must not be a quorum: then every two intersect.
          expect(
            hasQuorum(other, (id) => !first.has(id)),
            `case ${i}`,
          ).to.equal(false);
        }
      }
    }
  });
});

function quorumsOf(joint: JointVoters): readonly ReadonlySet<NodeId>[] {
  const ids = [...new Set([...joint.voters, ...joint.votersOutgoing])];
  const subsets = Array.from({ length: 2 ** ids.length }, (_, bits) => new Set(ids.filter((__, i) => bits & (1 << i))));
  return subsets.filter((subset) => hasQuorum(joint, (id) => subset.has(id)));
}

function someConfiguration(prng: Prng): Configuration {
  let config = configurationOf({ ...emptyConfState, voters: [1n, 2n, 3n] });
  for (let i = prng.int(6); i > 0; i--) {
    const result = changeConfiguration(config, someChange(prng, config));
    if (result.ok) config = result.config;
  }
  return config;
}

function someSingle(prng: Prng): ConfChangeSingle {
  const kinds = ['addVoter', 'addLearner', 'removeNode'] as const;
  return { kind: mustGet(kinds[prng.int(3)], 'a kind'), nodeId: BigInt(1 + prng.int(6)) };
}

function someChange(prng: Prng, config: Configuration): Parameters<typeof changeConfiguration>[1] {
  const transitions = ['auto', 'jointImplicit', 'jointExplicit'] as const;
  const changes = isJoint(config) ? [] : Array.from({ length: 1 + prng.int(3) }, () => someSingle(prng));
  return { transition: mustGet(transitions[prng.int(3)], 'a transition'), changes, context: new Uint8Array(0) };
}

describe('raft changes of membership, at random', () => {
  it(`a chain of simple changes and one joint change come to the same (${CASES} cases)`, () => {
    const prng = new Xoshiro128(4);
    let compared = 0;
    for (let i = 0; i < CASES; i++) {
      const start = plain(someConfiguration(prng));
      const changes = Array.from({ length: 1 + prng.int(6) }, () => someSingle(prng));
      const chain = oneByOne(start, changes);
      const entered = enterJoint(start, changes, false);
      // On the way a chain may come to have no voters at all, where the joint change does not look.
      if (chain === undefined) continue;
      if (!entered.ok) expect.fail(`case ${i}: ${entered.reason}`);
      const left = leaveJoint(entered.config);
      if (!left.ok) expect.fail(`case ${i}: ${left.reason}`);
      expect(confStateOf(left.config), `case ${i}`).to.deep.equal(confStateOf(chain));
      compared++;
    }
    expect(compared).to.be.greaterThan(CASES / 2);
  });

  it(`every configuration that is reached is sound (${CASES} cases)`, () => {
    const prng = new Xoshiro128(5);
    for (let i = 0; i < CASES; i++) {
      const { voters, votersOutgoing, learners, learnersNext, autoLeave } = someConfiguration(prng);
      const all = [...voters, ...votersOutgoing];
      expect(voters.size, `case ${i}: a voter`).to.be.greaterThan(0);
      expect(
        all.filter((id) => learners.has(id)),
        `case ${i}: voter and learner`,
      ).to.deep.equal([]);
      const waiting = [...learnersNext].every((id) => votersOutgoing.has(id) && !voters.has(id));
      expect(waiting, `case ${i}: who waits to be a learner is on its way out`).to.equal(true);
      const joint = votersOutgoing.size > 0;
      expect([joint || !autoLeave, joint || learnersNext.size === 0], `case ${i}`).to.deep.equal([true, true]);
    }
  });
});

function plain(config: Configuration): Configuration {
  const left = leaveJoint(config);
  return left.ok ? left.config : config;
}

function oneByOne(start: Configuration, changes: readonly ConfChangeSingle[]): Configuration | undefined {
  let config = start;
  for (const change of changes) {
    const result = simple(config, [change]);
    if (!result.ok) return undefined;
    config = result.config;
  }
  return config;
}

describe('raft progress, at random', () => {
  it(`the window holds what was sent and not answered (${CASES} steps)`, () => {
    const prng = new Xoshiro128(6);
    const inflights = new Inflights(5, 500);
    const sent: { last: number; bytes: number }[] = [];
    let last = 0;
    for (let i = 0; i < CASES; i++) {
      if (prng.int(2) === 0 && !inflights.full) {
        const bytes = prng.int(300);
        last += 1 + prng.int(3);
        inflights.add(asLogIndex(last), bytes);
        sent.push({ last, bytes });
      } else {
        const upTo = last - prng.int(6);
        if (upTo > 0) inflights.freeTo(asLogIndex(upTo));
        while (sent[0] !== undefined && sent[0].last <= upTo) sent.shift();
      }
      const bytes = sent.reduce((sum, message) => sum + message.bytes, 0);
      const full = sent.length >= 5 || bytes >= 500;
      expect([inflights.count, inflights.bytes, inflights.full], `step ${i}`).to.deep.equal([sent.length, bytes, full]);
    }
  });

  it(`match never goes back and stays below next, whatever answers come in which order (${CASES} steps)`, () => {
    const prng = new Xoshiro128(7);
    let progress = new Progress(asLogIndex(1), false, 4, 1000);
    let last = 0;
    for (let i = 0; i < CASES; i++) {
      const { match: before } = progress;
      last += prng.int(2);
      step(prng, progress, last);
      expect(progress.match, `step ${i}`).to.be.at.least(before);
      expect(progress.next, `step ${i}`).to.be.greaterThan(progress.match);
      expect(progress.next, `step ${i}`).to.be.at.most(last + 1);
      if (i % 100 === 99) {
        progress = new Progress(asLogIndex(1), false, 4, 1000);
        last = 0;
      }
    }
  });
});

/** Something that a leader with a log up to `last` may see or do; answers may be of any age. */
function step(prng: Prng, progress: Progress, last: number): void {
  const known = asLogIndex(prng.int(progress.next));
  switch (prng.int(6)) {
    case 0:
      if (!progress.paused) progress.sentEntries(Math.min(prng.int(3), last + 1 - progress.next), prng.int(400));
      return;
    case 1:
      if (progress.maybeUpdate(known) && progress.state.name === 'probe') progress.becomeReplicate();
      return;
    case 2:
      progress.maybeDecreaseTo(known, asLogIndex(prng.int(last + 1)));
      return;
    case 3:
      progress.becomeProbe();
      return;
    case 4:
      // A snapshot is of what is committed, hence in the leader's log.
      if (progress.match < last) progress.becomeSnapshot(asLogIndex(progress.match + 1));
      return;
    case 5:
      if (progress.state.name === 'snapshot') progress.abortSnapshot();
      return;
  }
}

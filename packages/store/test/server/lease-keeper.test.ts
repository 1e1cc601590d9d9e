/** The clock of the leases on a member whose disk stalls: real core, loop, proposer and state machine. */
import { VirtualClock, Xoshiro128 } from '@kuorum/base';
import { asLogIndex, asTerm, MemoryLogStorage, RawNode, type ConfState, type Message } from '@kuorum/store/raft';
import {
  decodeProposed,
  LeaseKeeper,
  limits,
  Proposer,
  ReadyLoop,
  StateMachine,
  type Command,
  type Done,
} from '@kuorum/store/server/internals';
import { eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { Disk } from '../storage/fixtures.js';

const ELECTION_TICKS = 10;
const TTL_SECONDS = 5;
const confState: ConfState = {
  voters: [1n, 2n, 3n],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

describe('leases while the disk stalls', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());

  /** Member 1 of three, leading in term 1, with lease 7; `stalled` holds up its disk. */
  const startLeader = async () => {
    const clock = new VirtualClock();
    const machine = await StateMachine.open(await disk.state(), { clock });
    const storage = new MemoryLogStorage(confState);
    const node = new RawNode({
      id: 1n,
      electionTicks: ELECTION_TICKS,
      heartbeatTicks: 1,
      storage,
      applied: asLogIndex(0),
      maxSizePerMsgBytes: 1024,
      maxInflightMsgs: 16,
      maxUncommittedBytes: 1024,
      preVote: false,
      checkQuorum: true,
      prng: new Xoshiro128(1),
    });
    const sent: Message[] = [];
    const applied = { term: 1 };
    const writes = { stalled: false, waiting: [] as (() => void)[] };
    const reads: Done<void>[] = [];
    const proposer = new Proposer(node, () => loop.poke(), { clock, timeoutMs: 7000, maxRequestBytes: 1024 });
    const keeper = new LeaseKeeper(
      {
        machine,
        clock,
        get leadingTerm() {
          return node.raft.role.name === 'leader' ? node.raft.term : undefined;
        },
        get appliedTerm() {
          return applied.term;
        },
        linearizable: (done) => void reads.push(done),
      },
      proposer,
      1000,
    );
    const loop: ReadyLoop = new ReadyLoop(
      node,
      {
        save: async ({ entries = [], hardState }) => {
          if (writes.stalled) await new Promise<void>((resolve) => writes.waiting.push(resolve));
          storage.append(entries);
          if (hardState !== undefined) storage.setHardState(hardState);
        },
      },
      {
        send: (messages) => void sent.push(...messages),
        softStateChanged: ({ role }) => keeper.roleChanged(role),
        termChanged: () => undefined,
        persistSnapshot: () => Promise.resolve(),
        restoreSnapshot: () => Promise.resolve(),
        apply: () => Promise.resolve(),
        written: () => Promise.resolve(),
        readsConfirmed: () => undefined,
        fatal: (error) => {
          throw error;
        },
      },
    );
    const step = (message: Message): void => {
      node.step(message);
      loop.poke();
    };
    machine.apply({ kind: 'leaseGrant', id: 7n, ttlSeconds: TTL_SECONDS }, asTerm(1));
    node.campaign();
    loop.poke();
    await eventually(() => sent.find(({ type }) => type === 'vote'), 'the request for votes');
    step({ type: 'voteResp', from: 2n, to: 1n, term: asTerm(1), reject: false });
    await eventually(() => machine.lessor.isPrimary && storage.lastIndex() === 1, 'the leadership');
    /** Nobody answers for an election timeout: the core steps down, the loop has not noticed as its disk is busy. */
    const stallAndStepDown = async (): Promise<void> => {
      writes.stalled = true;
      proposer.propose({ kind: 'memberAttributes', memberId: 1n, name: 'm1', clientUrls: [] }, () => undefined);
      await eventually(() => writes.waiting[0], 'the write that stalls');
      for (let i = 0; i <= ELECTION_TICKS; i++) node.tick();
      expect([node.raft.role.name, machine.lessor.isPrimary]).to.deep.equal(['follower', true]);
    };
    const newLeader = (): void =>
      step({ type: 'heartbeat', from: 2n, to: 1n, term: asTerm(2), commit: asLogIndex(0), readSeq: 0 });
    const goOn = async (): Promise<void> => {
      writes.stalled = false;
      for (const resume of writes.waiting) resume();
      await eventually(() => !machine.lessor.isPrimary, 'the step down to be seen');
    };
    /** The commands about leases that left this member or are in its log. */
    const leaseCommands = (): Command[] => {
      const passedOn = sent.flatMap((message) => (message.type === 'prop' ? message.proposals : []));
      const own = storage.entries(asLogIndex(1), asLogIndex(storage.lastIndex() + 1), 1e6) ?? [];
      return [...passedOn, ...own]
        .filter(({ data }) => data.length > 0)
        .map(({ data }) => decodeProposed(data).command)
        .filter(({ kind }) => kind.startsWith('lease'));
    };
    return { clock, machine, keeper, proposer, loop, reads, applied, stallAndStepDown, newLeader, goOn, leaseCommands };
  };

  it('an expiry is put into the log by the leader, with its term', async () => {
    const { clock, keeper, loop, leaseCommands } = await startLeader();
    clock.advance(TTL_SECONDS * 1000 + 1000);
    keeper.sweep();
    await eventually(() => leaseCommands().length > 0, 'the expiry');
    expect(leaseCommands()).to.deep.equal([{ kind: 'leaseExpire', id: 7n, term: 1 }]);
    await loop.stop();
  });

  it('proposes an expiry once, however long its commit takes', async () => {
    const { clock, keeper, proposer, loop, leaseCommands } = await startLeader();
    clock.advance(TTL_SECONDS * 1000 + 1000);
    for (let sweep = 0; sweep < 20; sweep++) {
      keeper.sweep();
      clock.advance(5000);
      // Whoever waits for it is told that it takes too long: it is in the log all the same.
      proposer.sweep();
    }
    await eventually(() => leaseCommands().length > 0, 'the expiry');
    expect(leaseCommands()).to.deep.equal([{ kind: 'leaseExpire', id: 7n, term: 1 }]);
    await loop.stop();
  });

  it('a leader that has not applied what its predecessors left finds nothing expired', async () => {
    const { clock, keeper, loop, applied, leaseCommands } = await startLeader();
    applied.term = 0;
    clock.advance(TTL_SECONDS * 1000 + 1000);
    const answers: string[] = [];
    keeper.sweep();
    keeper.renew(7n, (error, ttl) => answers.push(error?.message ?? String(ttl)));
    expect(leaseCommands(), 'a renewal may be among it').to.deep.equal([]);
    applied.term = 1;
    keeper.sweep();
    keeper.renew(7n, (error, ttl) => answers.push(error?.message ?? String(ttl)));
    await eventually(() => leaseCommands().length > 0, 'the expiry');
    expect(answers).to.deep.equal(['etcdserver: leader changed', '0']);
    await loop.stop();
  });

  it('a renewal of a lease that ends before it is confirmed is told that it is gone', async () => {
    const { machine, keeper, loop, reads } = await startLeader();
    const answers: string[] = [];
    keeper.renew(7n, (error, ttl) => answers.push(error?.message ?? String(ttl)));
    machine.apply({ kind: 'leaseExpire', id: 7n, term: 1 }, asTerm(1));
    reads.shift()?.(undefined);
    expect(answers).to.deep.equal(['0']);
    await loop.stop();
  });

  it('a member whose core has stepped down neither holds an expiry nor hands it to the next leader', async () => {
    const { clock, keeper, proposer, loop, stallAndStepDown, newLeader, goOn, leaseCommands } = await startLeader();
    await stallAndStepDown();
    clock.advance(TTL_SECONDS * 1000 + 1000);
    keeper.sweep();
    newLeader();
    keeper.sweep();
    proposer.retryHeld();
    await goOn();
    proposer.retryHeld();
    keeper.sweep();
    await loop.stop();
    expect(leaseCommands()).to.deep.equal([]);
  });

  it('a renewal needs no round for a moment after one, in the same term, and not after a pause', async () => {
    const { clock, keeper, loop, reads, stallAndStepDown, goOn } = await startLeader();
    const answers: string[] = [];
    const renew = (): void => keeper.renew(7n, (error, ttl) => answers.push(error?.message ?? String(ttl)));
    renew();
    clock.advance(limits.LEADERSHIP_PROOF_MS / 2);
    renew();
    expect(answers, 'before the first proof').to.deep.equal([]);
    for (const confirm of reads.splice(0)) confirm(undefined);
    renew();
    expect(answers).to.deep.equal(['5', '5', '5']);
    // It counts from when it was asked for, not from when the answer came.
    clock.advance(limits.LEADERSHIP_PROOF_MS);
    renew();
    expect([answers.length, reads.length]).to.deep.equal([3, 1]);
    reads.shift()?.(undefined);
    await stallAndStepDown();
    renew();
    expect(answers.slice(3)).to.deep.equal(['5', 'etcdserver: leader changed']);
    await goOn();
    await loop.stop();
  });

  it('a renewal counts only while the same leader confirms it', async () => {
    const { clock, keeper, loop, reads, stallAndStepDown, newLeader, goOn } = await startLeader();
    const answers: string[] = [];
    const renew = (): void => keeper.renew(7n, (error, ttl) => answers.push(error?.message ?? String(ttl)));
    renew();
    reads.shift()?.(undefined);
    clock.advance(limits.LEADERSHIP_PROOF_MS);
    renew();
    await stallAndStepDown();
    newLeader();
    // The next leader confirms the read, and knows nothing of the renewal.
    reads.shift()?.(undefined);
    renew();
    await goOn();
    await loop.stop();
    expect(answers).to.deep.equal(['5', 'etcdserver: leader changed', 'etcdserver: leader changed']);
  });

  it('an expiry that gets into the log in another term is void, on every member', async () => {
    const { machine, loop } = await startLeader();
    const expire: Command = { kind: 'leaseExpire', id: 7n, term: 1 };
    expect(machine.apply(expire, asTerm(2))).to.deep.equal({ kind: 'leaseExpire', revoked: false });
    expect(machine.lessor.has(7n)).to.equal(true);
    expect(machine.apply(expire, asTerm(1))).to.deep.equal({ kind: 'leaseExpire', revoked: true });
    expect(machine.lessor.has(7n)).to.equal(false);
    await loop.stop();
  });
});

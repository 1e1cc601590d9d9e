import { VirtualClock, type Timer } from '@kuorum/base';
import { asLogIndex, type ProposeResult, type Raft, type ReadIndexResult } from '@kuorum/store/raft';
import { etcdError, limits, Proposer, ReadIndexQueue, Waiters, type EtcdError } from '@kuorum/store/server/internals';
import { expect } from 'chai';

const { MAX_HELD_BYTES, MAX_PENDING_READS } = limits;

describe('waiting for the outcome of a proposal', () => {
  const outcomes: string[] = [];
  const done =
    (name: string) =>
    (error: EtcdError | undefined, result?: number): void =>
      void outcomes.push(`${name}: ${error?.message ?? result}`);
  beforeEach(() => (outcomes.length = 0));

  it('ends once, with the outcome or with a timeout', () => {
    const clock = new VirtualClock();
    const waiters = new Waiters<number>(clock, 1000, 10);
    const [a = 0, b = 0] = [waiters.add(done('a')), waiters.add(done('b'))];
    waiters.settle(a, undefined, 7);
    clock.advance(1000);
    waiters.sweep();
    waiters.settle(b, undefined, 8);
    expect(outcomes).to.deep.equal(['a: 7', 'b: etcdserver: request timed out']);
    expect(waiters.size).to.equal(0);
  });

  it('is bounded', () => {
    const waiters = new Waiters<number>(new VirtualClock(), 1000, 1);
    waiters.add(done('a'));
    expect(waiters.add(done('b'))).to.equal(undefined);
    expect(outcomes).to.deep.equal(['b: etcdserver: too many requests']);
  });

  it('is given up for what went out under an earlier leader', () => {
    const waiters = new Waiters<number>(new VirtualClock(), 1000, 10);
    const [old = 0, now = 0] = [waiters.add(done('old')), waiters.add(done('now'))];
    waiters.add(done('held'));
    waiters.sentIn(old, 3);
    waiters.sentIn(now, 4);
    waiters.failBefore(4, etcdError('leaderChanged'));
    expect(outcomes).to.deep.equal(['old: etcdserver: leader changed']);
  });
});

describe('proposals that nobody takes yet', () => {
  const start = () => {
    const clock = new VirtualClock();
    const core = { result: 'droppedNoLeader' as ProposeResult, taken: 0 };
    const node = {
      propose: () => {
        if (core.result === 'ok') core.taken++;
        return core.result;
      },
      raft: { term: 1 } as Raft,
    };
    const outcomes: string[] = [];
    const proposer = new Proposer(node, () => undefined, { clock, timeoutMs: 1000, maxRequestBytes: MAX_HELD_BYTES });
    const put = (bytes: number): void => {
      const request = { kind: 'put', key: Buffer.from('k'), value: Buffer.alloc(bytes) } as const;
      proposer.propose({ kind: 'store', request }, (error) => outcomes.push(error?.message ?? 'done'));
    };
    return { clock, core, outcomes, proposer, put };
  };

  it('are held within a number of bytes', () => {
    const { core, outcomes, proposer, put } = start();
    put(MAX_HELD_BYTES - 2048);
    put(1024);
    put(1024);
    expect(outcomes).to.deep.equal(['etcdserver: too many requests']);
    core.result = 'ok';
    proposer.retryHeld();
    expect(core.taken).to.equal(2);
  });

  it('make room again when they time out', () => {
    const { clock, outcomes, proposer, put } = start();
    put(MAX_HELD_BYTES - 1024);
    clock.advance(1000);
    proposer.sweep();
    proposer.retryHeld();
    put(MAX_HELD_BYTES - 1024);
    expect(outcomes).to.deep.equal(['etcdserver: request timed out']);
  });
});

describe('linearizable reads', () => {
  class Leader {
    readonly asked: string[] = [];
    answer: ReadIndexResult = 'ok';
    readIndex(ctx: string): ReadIndexResult {
      this.asked.push(ctx);
      return this.answer;
    }
  }
  /** Time goes on while a large answer is put together, and timers wait. */
  class WorkingClock extends VirtualClock {
    workedMs = 0;
    turns = 0;
    override monotonic(): number {
      return super.monotonic() + this.workedMs;
    }
    override setTimeout(...parameters: Parameters<VirtualClock['setTimeout']>): Timer {
      this.turns++;
      return super.setTimeout(...parameters);
    }
  }
  const start = (clock = new VirtualClock()) => {
    const leader = new Leader();
    const served: string[] = [];
    const queue = new ReadIndexQueue(leader, () => undefined, 'm', clock, 2000);
    const read = (name: string): void =>
      queue.request((error) => served.push(error === undefined ? name : `${name}: ${error.message}`));
    const confirm = (ctx: string, index: number, applied: number): void =>
      queue.readsConfirmed([{ ctx, index: asLogIndex(index) }], asLogIndex(applied));
    return { clock, leader, served, queue, read, confirm };
  };

  it('that come while a round is under way share the next one', () => {
    const { leader, served, read, confirm } = start();
    for (const name of ['a', 'b', 'c']) read(name);
    expect(leader.asked).to.deep.equal(['m/1']);
    confirm('m/1', 5, 5);
    expect(served).to.deep.equal(['a']);
    expect(leader.asked).to.deep.equal(['m/1', 'm/2']);
    confirm('m/2', 5, 5);
    expect(served).to.deep.equal(['a', 'b', 'c']);
  });

  it('leave others a turn when they take long, and are all served in the end', () => {
    const clock = new WorkingClock();
    const { queue, confirm } = start(clock);
    let served = 0;
    for (let i = 0; i < 21; i++) {
      queue.request(() => {
        served++;
        clock.workedMs += 5;
      });
    }
    confirm('m/1', 1, 1);
    confirm('m/2', 1, 1);
    expect(served).to.equal(1 + 4);
    expect(queue.pendingCount).to.equal(16);
    clock.advance(0);
    expect(served).to.equal(21);
    expect(clock.turns).to.equal(4);
    expect(queue.pendingCount).to.equal(0);
  });

  it('wait until the confirmed index is applied', () => {
    const { served, read, confirm, queue } = start();
    read('a');
    confirm('m/1', 8, 5);
    queue.appliedTo(asLogIndex(7));
    expect(served).to.deep.equal([]);
    queue.appliedTo(asLogIndex(8));
    expect(served).to.deep.equal(['a']);
  });

  it('are asked for again when there is no answer, and any answer will do', () => {
    const { clock, leader, served, read, confirm, queue } = start();
    leader.answer = 'droppedNoLeader';
    read('a');
    leader.answer = 'ok';
    clock.advance(500);
    queue.sweep();
    clock.advance(500);
    queue.sweep();
    expect(leader.asked).to.deep.equal(['m/1', 'm/2', 'm/3']);
    confirm('m/2', 1, 1);
    expect(served).to.deep.equal(['a']);
  });

  it('time out', () => {
    const { clock, served, read, queue } = start();
    read('a');
    read('b');
    clock.advance(2000);
    queue.sweep();
    expect([...served].sort()).to.deep.equal(['a: etcdserver: request timed out', 'b: etcdserver: request timed out']);
  });

  it('time out, too, when what was confirmed is not applied, and are served once', () => {
    const { clock, served, read, confirm, queue } = start();
    read('a');
    confirm('m/1', 8, 5);
    clock.advance(2000);
    queue.sweep();
    queue.appliedTo(asLogIndex(8));
    expect(served).to.deep.equal(['a: etcdserver: request timed out']);
    expect(queue.pendingCount).to.equal(0);
  });

  it('are bounded in number, those that are confirmed but not applied among them', () => {
    const { served, read, confirm, queue } = start();
    read('a');
    confirm('m/1', 8, 5);
    for (let i = 1; i < MAX_PENDING_READS; i++) read('b');
    expect(served).to.deep.equal([]);
    read('c');
    expect(served).to.deep.equal(['c: etcdserver: too many requests']);
    queue.appliedTo(asLogIndex(8));
    read('d');
    expect([served.length, queue.pendingCount]).to.deep.equal([2, MAX_PENDING_READS]);
  });

  it('are not served by an answer that nobody waits for', () => {
    const { served, read, confirm } = start();
    read('a');
    confirm('other/1', 1, 1);
    expect(served).to.deep.equal([]);
  });
});

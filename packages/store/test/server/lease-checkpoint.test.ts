/** Leases over changes of leader, and in numbers. */
import { Metadata, status } from '@grpc/grpc-js';
import { etcdError, RenewalBatcher, type CommandResult, type RenewalClient } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, refusal, TestCluster, type Clients } from './cluster.js';

const INTERVAL_MS = 500;

const grant = async ({ lease }: Clients, ttl: number | string): Promise<string> => {
  const { ID } = await call<object, etcdserverpb.LeaseGrantResponse__Output>(lease, 'LeaseGrant', { TTL: ttl });
  return ID;
};
const remaining = async ({ lease }: Clients, id: string): Promise<number> => {
  const { TTL } = await call<object, etcdserverpb.LeaseTimeToLiveResponse__Output>(lease, 'LeaseTimeToLive', {
    ID: id,
  });
  return Number(TTL);
};

/** One stream of renewals, and what came back. */
class KeepAlive {
  readonly ttls: number[] = [];
  error: Error | undefined;
  private readonly stream: ReturnType<etcdserverpb.LeaseClient['LeaseKeepAlive']>;

  constructor({ lease }: Clients, cleanup: Cleanup) {
    this.stream = lease.LeaseKeepAlive();
    this.stream.on('data', ({ TTL }: etcdserverpb.LeaseKeepAliveResponse__Output) => this.ttls.push(Number(TTL)));
    this.stream.on('error', (error: Error) => (this.error = error));
    cleanup.add(() => this.stream.cancel());
  }

  async renew(id: string): Promise<number> {
    const before = this.ttls.length;
    this.stream.write({ ID: id });
    await eventually(() => {
      if (this.error !== undefined) throw this.error;
      return this.ttls.length > before;
    }, 'a renewal');
    return this.ttls.at(-1) ?? 0;
  }
}

/** Begun ones count. */
const secondsSince = (ms: number): number => Math.ceil((performance.now() - ms) / 1000) + 1;

describe('checkpoints of leases', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const start = async (leaseCheckpointIntervalMs?: number) => {
    const options = leaseCheckpointIntervalMs === undefined ? {} : { leaseCheckpointIntervalMs };
    const cluster = await TestCluster.start(cleanup, 3, options);
    const follower = await cluster.follower();
    const clients = cluster.clients(follower);
    /** All but the lease's full time counts down; every member has it noted. */
    const countDownTo = async (id: string, seconds: number): Promise<void> => {
      await eventually(async () => (await remaining(clients, id)) <= seconds, `${seconds} s left`);
      if (leaseCheckpointIntervalMs === undefined) return;
      await eventually(
        () =>
          cluster.runningNames.every((name) => cluster.member(name).member.machine.lessor.mustLogRenewal(BigInt(id))),
        'the checkpoint on all members',
      );
    };
    /** The follower that was asked stays. */
    const changeLeader = async (): Promise<void> => {
      const { maintenance } = cluster.clients(await cluster.leader());
      await call(maintenance, 'MoveLeader', { targetID: cluster.member(follower).memberId.toString() });
      await eventually(async () => (await cluster.leader()) === follower, 'the next leader');
    };
    return { cluster, clients, follower, countDownTo, changeLeader };
  };

  it('a new leader goes on from where the last one was', async () => {
    const { clients, countDownTo, changeLeader } = await start(INTERVAL_MS);
    const grantedMs = performance.now();
    const id = await grant(clients, 60);
    await countDownTo(id, 53);
    await changeLeader();
    // Rounded up, a look at the clock old, and longer by an election timeout: but not the whole time again.
    expect(await remaining(clients, id)).to.be.within(60 - secondsSince(grantedMs), 58);
  });

  it('without them a new leader gives the whole time again', async () => {
    const { clients, countDownTo, changeLeader } = await start();
    const id = await grant(clients, 60);
    await countDownTo(id, 55);
    const leftMs = performance.now();
    await changeLeader();
    expect(await remaining(clients, id)).to.be.within(60 - secondsSince(leftMs), 61);
  });

  it('a renewal after a checkpoint is not forgotten by a new leader', async () => {
    const { cluster, clients, countDownTo } = await start(INTERVAL_MS);
    const id = await grant(clients, 60);
    await countDownTo(id, 55);
    const renewedMs = performance.now();
    expect(await new KeepAlive(clients, cleanup).renew(id)).to.equal(60);
    // What the client was told is in the log: no member goes on from the checkpoint.
    await cluster.stopMember(await cluster.leader());
    await cluster.leader();
    expect(await remaining(clients, id)).to.be.within(60 - secondsSince(renewedMs), 61);
  });

  it('renewals by way of a follower go on over a change of leader', async () => {
    const { cluster, clients } = await start(INTERVAL_MS);
    const id = await grant(clients, 5);
    const keepAlive = new KeepAlive(clients, cleanup);
    expect(await keepAlive.renew(id)).to.equal(5);
    await cluster.stopMember(await cluster.leader());
    for (let i = 0; i < 3; i++) expect(await keepAlive.renew(id)).to.equal(5);
  });
});

describe('leases in numbers', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('10 000 that expire at once do not stall the member', async () => {
    const LEASES = 10_000;
    const cluster = await TestCluster.start(cleanup, 1);
    const { member } = cluster.member('m1');
    const propose = (command: Parameters<typeof member.propose>[0]): Promise<CommandResult> =>
      new Promise((resolve, reject) =>
        member.propose(command, (error, result) =>
          result === undefined ? reject(error ?? new Error()) : resolve(result),
        ),
      );
    const ids = Array.from({ length: LEASES }, (_, i) => BigInt(i + 1));
    for (let at = 0; at < LEASES; at += 1000) {
      await Promise.all(ids.slice(at, at + 1000).map((id) => propose({ kind: 'leaseGrant', id, ttlSeconds: 4 })));
    }
    await Promise.all(
      ids.slice(0, 1000).map((id) => {
        const key = Buffer.from(`lease/${id}`);
        return propose({ kind: 'store', request: { kind: 'put', key, value: key, lease: id } });
      }),
    );
    await eventually(() => member.machine.lessor.leases().length < LEASES, 'the first expiry');
    // The processor's time between two turns of the event loop, as what else the machine does is no matter.
    const turnsMs: number[] = [];
    let before = process.cpuUsage();
    await eventually(
      () => {
        const { user, system } = process.cpuUsage(before);
        before = process.cpuUsage();
        turnsMs.push((user + system) / 1000);
        return member.machine.lessor.leases().length === 0;
      },
      'the last expiry',
      60_000,
    );
    turnsMs.sort((a, b) => a - b);
    const percentile = (of: number): number => turnsMs[Math.ceil((turnsMs.length * of) / 100) - 1] ?? Infinity;
    if (process.env['SHOW_FIGURES'] !== undefined) {
      console.log(
        `turns of the loop in ms of processor time: p50 ${percentile(50)}, p99 ${percentile(99)}, max ${percentile(100)}`,
      );
    }
    // An election timeout here.
    expect(percentile(99)).to.be.below(500);
    expect(
      member.machine.mvcc.count(
        { start: 'lease/', end: 'lease0', isPoint: false },
        member.machine.mvcc.currentRevision,
      ),
    ).to.equal(0);
  }).timeout(120_000);

  it('a time beyond 285 years is refused', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const clients = cluster.clients('m1');
    expect(await grant(clients, 9_000_000_000)).to.be.a('string');
    for (const ttl of ['9000000001', '9223372036854775807']) {
      expect(await refusal(grant(clients, ttl))).to.deep.equal({
        code: status.OUT_OF_RANGE,
        details: 'etcdserver: too large lease TTL',
      });
    }
  });
});

describe('renewals on their way to the leader', () => {
  /** A leader whose calls wait until they are let go. */
  class Leader implements RenewalClient {
    readonly calls: Parameters<RenewalClient['LeaseRenew']>[] = [];

    LeaseRenew(...call: Parameters<RenewalClient['LeaseRenew']>): void {
      this.calls.push(call);
    }
  }

  it('share the calls, and each has its own answer', async () => {
    const [leader, batcher] = [new Leader(), new RenewalBatcher(0xc1n, (fn) => void setImmediate(fn))];
    const answers: string[] = [];
    const renew = (id: bigint): void =>
      batcher.renew(leader, id, (error, ttl) => answers.push(`${id}: ${error?.message ?? String(ttl)}`));
    for (const id of [1n, 2n, 3n]) renew(id);
    await eventually(() => leader.calls.length === 1, 'the first call');
    for (const id of [4n, 5n]) renew(id);
    const { code, message } = etcdError('leaderChanged');
    const renewals = [
      { ttl_seconds: '60', code: 0, error: '' },
      { ttl_seconds: '0', code: 0, error: '' },
      { ttl_seconds: '0', code, error: message },
    ];
    expect(leader.calls[0]?.[0].cluster_id).to.equal('193');
    leader.calls[0]?.[2](null, { renewals });
    expect(answers).to.deep.equal(['1: 60', '2: 0', `3: ${message}`]);
    expect(leader.calls.map(([{ ids }]) => ids)).to.deep.equal([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
    const gone = { code: status.UNAVAILABLE, details: 'gone', metadata: new Metadata() };
    leader.calls[1]?.[2](Object.assign(new Error(), gone));
    expect(answers.slice(3)).to.deep.equal(['4: gone', '5: gone']);
  });

  it('leave in a turn that the member watches over: what is thrown there ends it', () => {
    const turns: (() => void)[] = [];
    const batcher = new RenewalBatcher(0xc1n, (fn) => void turns.push(fn));
    const broken: RenewalClient = {
      LeaseRenew: () => {
        throw new Error('a bug');
      },
    };
    batcher.renew(broken, 1n, () => undefined);
    expect(turns.length).to.equal(1);
    expect(() => turns[0]?.()).to.throw('a bug');
  });
});

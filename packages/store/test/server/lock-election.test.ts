/**
 * v3lockpb.Lock and v3electionpb.Election on three real members. What can be said of etcd too is also asked of etcd's
 * own binary, where there is one: texts and codes are part of the contract.
 */
import { credentials, Metadata, status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { ConcurrencyService, limits } from '@kuorum/store/server/internals';
import { Cleanup, etcdBinary, eventually, startRealEtcd } from '@kuorum/testing';
import { createClient, type etcdserverpb, type v3electionpb, type v3lockpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, refusal, TestCluster } from './cluster.js';
import { FakeCall } from './fake-call.js';
import { leaderOf, startThree } from './processes.js';

const bytes = (text: string): Buffer => Buffer.from(text);

/** The clients of one endpoint that locks and elections take. */
class Endpoint {
  readonly lockClient: v3lockpb.LockClient;
  readonly election: v3electionpb.ElectionClient;
  readonly kv: etcdserverpb.KVClient;
  readonly lease: etcdserverpb.LeaseClient;

  constructor(
    target: string,
    private readonly cleanup: Cleanup,
  ) {
    const make = <C extends { close(): void }>(service: string): C =>
      cleanup.own(createClient<C>(service, target, credentials.createInsecure()), (client) => client.close());
    this.lockClient = make('v3lockpb.Lock');
    this.election = make('v3electionpb.Election');
    this.kv = make('etcdserverpb.KV');
    this.lease = make('etcdserverpb.Lease');
  }

  async grant(ttl = 60): Promise<string> {
    const { ID } = await call<object, etcdserverpb.LeaseGrantResponse__Output>(this.lease, 'LeaseGrant', { TTL: ttl });
    return ID;
  }

  revoke(id: string): Promise<object> {
    return call(this.lease, 'LeaseRevoke', { ID: id });
  }

  async lock(name: string, lease?: string): Promise<string> {
    const request = { name: bytes(name), ...(lease === undefined ? {} : { lease }) };
    const { key } = await call<object, v3lockpb.LockResponse__Output>(this.lockClient, 'Lock', request, 60_000);
    return key.toString();
  }

  unlock(key: string): Promise<object> {
    return call(this.lockClient, 'Unlock', { key: bytes(key) });
  }

  /** A call to Lock that can be given up; `result` is what becomes of it. */
  startLock(name: string, lease: string): { result: Promise<string>; cancel(): void } {
    let cancel: () => void = () => undefined;
    const result = new Promise<string>((resolve, reject) => {
      const pending = this.lockClient.Lock({ name: bytes(name), lease }, new Metadata(), (error, response) => {
        if (error === null) resolve(response?.key.toString() ?? '');
        else reject(error);
      });
      cancel = () => pending.cancel();
    });
    result.catch(() => undefined);
    return { result, cancel };
  }

  campaign(name: string, lease: string, value: string): Promise<v3electionpb.CampaignResponse__Output> {
    return call(this.election, 'Campaign', { name: bytes(name), lease, value: bytes(value) }, 60_000);
  }

  async leader(name: string): Promise<string> {
    const { kv } = await call<object, v3electionpb.LeaderResponse__Output>(this.election, 'Leader', {
      name: bytes(name),
    });
    return kv?.value.toString() ?? '';
  }

  proclaim(leader: v3electionpb.LeaderKey | null, value: string): Promise<object> {
    return call(this.election, 'Proclaim', { leader, value: bytes(value) });
  }

  resign(leader: v3electionpb.LeaderKey | null): Promise<object> {
    return call(this.election, 'Resign', { leader });
  }

  observe(name: string): string[] {
    const seen: string[] = [];
    const stream: ClientReadableStream<v3electionpb.LeaderResponse__Output> = this.election.Observe({
      name: bytes(name),
    });
    stream.on('data', ({ kv }: v3electionpb.LeaderResponse__Output) => seen.push(kv?.value.toString() ?? ''));
    stream.on('error', () => undefined);
    this.cleanup.add(() => stream.cancel());
    return seen;
  }

  /** Keys under the queue of `name`. */
  async queue(name: string): Promise<string[]> {
    const request = { key: bytes(`${name}/`), range_end: bytes(`${name}0`), sort_target: 'CREATE' } as const;
    const { kvs } = await call<object, etcdserverpb.RangeResponse__Output>(this.kv, 'Range', request);
    return kvs.map(({ key }) => key.toString());
  }

  async queueOf(name: string, length: number): Promise<string[]> {
    await eventually(async () => (await this.queue(name)).length === length, `${length} keys in the queue of ${name}`);
    return this.queue(name);
  }
}

/** What etcd does, asked of it and of us. `others`: as many endpoints of the same cluster as there are. */
function contract(endpoints: () => readonly Endpoint[], { etcdsOwnCodes = false } = {}): void {
  const at = (i: number): Endpoint => {
    const all = endpoints();
    const found = all[i % all.length];
    if (found === undefined) throw new Error('no endpoint');
    return found;
  };
  const hex = (lease: string): string => BigInt(lease).toString(16);

  it('locks are handed on in the order of the queue, through every member', async () => {
    const leases = [await at(0).grant(), await at(1).grant(), await at(2).grant()] as const;
    const order: string[] = [];
    const first = await at(0).lock('order', leases[0]);
    expect(first).to.equal(`order/${hex(leases[0])}`);
    const second = at(1)
      .lock('order', leases[1])
      .then((key) => (order.push('second'), key));
    await at(0).queueOf('order', 2);
    const third = at(2)
      .lock('order', leases[2])
      .then((key) => (order.push('third'), key));
    await at(0).queueOf('order', 3);
    expect(order).to.deep.equal([]);
    await at(2).unlock(first);
    const key = await second;
    expect(order).to.deep.equal(['second']);
    await at(0).unlock(key);
    await at(1).unlock(await third);
    expect(await at(0).queue('order')).to.deep.equal([]);
  });

  it('the lease that holds a lock gets it again at once', async () => {
    const lease = await at(0).grant();
    const key = await at(0).lock('again', lease);
    expect(await at(1).lock('again', lease)).to.equal(key);
  });

  it('a call without a lease gets one of its own', async () => {
    const key = await at(0).lock('unleased');
    const { leases } = await call<object, etcdserverpb.LeaseLeasesResponse__Output>(at(1).lease, 'LeaseLeases', {});
    expect(leases.map(({ ID }) => `unleased/${hex(ID)}`)).to.include(key);
    await at(0).unlock(key);
  });

  it('a lock is free when the lease of its holder ends', async () => {
    const [holder, waiter] = [await at(0).grant(), await at(1).grant()];
    await at(0).lock('leased', holder);
    const waiting = at(1).lock('leased', waiter);
    await at(0).queueOf('leased', 2);
    await at(2).revoke(holder);
    expect(await waiting).to.equal(`leased/${hex(waiter)}`);
  });

  it('who cancels the call leaves the queue', async () => {
    const [holder, gone, next] = [await at(0).grant(), await at(1).grant(), await at(2).grant()];
    const key = await at(0).lock('cancelled', holder);
    const pending = at(1).startLock('cancelled', gone);
    await at(0).queueOf('cancelled', 2);
    pending.cancel();
    await at(0).queueOf('cancelled', 1);
    const waiting = at(2).lock('cancelled', next);
    await at(0).queueOf('cancelled', 2);
    await at(0).unlock(key);
    expect(await waiting).to.equal(`cancelled/${hex(next)}`);
  });

  it('leases that are not there and keys that are empty are refused', async () => {
    const unknownLease = await refusal(at(0).lock('unknown', '12345'));
    expect(unknownLease.details).to.equal('etcdserver: requested lease not found');
    const emptyKey = await refusal(at(0).unlock(''));
    expect(emptyKey.details).to.equal('etcdserver: key is not provided');
    // etcd tells UNKNOWN of everything that its inner client was refused.
    if (etcdsOwnCodes) expect([unknownLease.code, emptyKey.code]).to.deep.equal([status.UNKNOWN, status.UNKNOWN]);
    else expect([unknownLease.code, emptyKey.code]).to.deep.equal([status.NOT_FOUND, status.INVALID_ARGUMENT]);
  });

  it('a campaign waits for its turn; the leader proclaims and resigns', async () => {
    const [one, two] = [await at(0).grant(), await at(1).grant()];
    const { leader } = await at(0).campaign('el', one, 'one');
    expect(leader?.key.toString()).to.equal(`el/${hex(one)}`);
    expect(await at(2).leader('el')).to.equal('one');
    const waiting = at(1).campaign('el', two, 'two');
    await at(0).queueOf('el', 2);
    await at(2).proclaim(leader, 'one, again');
    expect(await at(1).leader('el')).to.equal('one, again');
    await at(1).resign(leader);
    expect((await waiting).leader?.lease).to.equal(two);
    expect(await at(0).leader('el')).to.equal('two');
  });

  it('who campaigns again under its lease changes what it proclaims', async () => {
    const lease = await at(0).grant();
    const before = await at(0).campaign('twice', lease, 'old');
    const after = await at(1).campaign('twice', lease, 'new');
    expect(after.leader?.rev).to.equal(before.leader?.rev);
    expect(await at(2).leader('twice')).to.equal('new');
  });

  it('no leader, a leader of the past and a missing key are refused with the words of etcd', async () => {
    const refused = (details: string) => ({ code: status.UNKNOWN, details });
    expect(await refusal(at(0).leader('nobody'))).to.deep.equal(refused('election: no leader'));
    const { leader } = await at(0).campaign('past', await at(0).grant(), 'x');
    await at(0).resign(leader);
    // Not the leader any more: nothing to resign from.
    await at(0).resign(leader);
    expect(await refusal(at(0).proclaim(leader, 'y'))).to.deep.equal(refused('election: not leader'));
    const missing = refused('"leader" field must be provided');
    expect(await refusal(at(0).proclaim(null, 'y'))).to.deep.equal(missing);
    expect(await refusal(at(0).resign(null))).to.deep.equal(missing);
  });

  it('observers are told of every leader and of all that it proclaims', async () => {
    const early = at(1).observe('seen');
    const [one, two] = [await at(0).grant(), await at(0).grant()];
    const { leader } = await at(0).campaign('seen', one, 'a');
    await eventually(() => early.length === 1, 'the first leader');
    const late = at(2).observe('seen');
    await eventually(() => late.length === 1, 'the leader that is there');
    for (const value of ['b', 'c', 'd']) await at(0).proclaim(leader, value);
    const next = at(0).campaign('seen', two, 'e');
    await at(0).queueOf('seen', 2);
    await at(0).resign(leader);
    await next;
    for (const seen of [early, late]) {
      await eventually(() => seen.at(-1) === 'e', 'the second leader');
      expect(seen).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
    }
  });
}

describe('Lock and Election', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;
  let endpoints: Endpoint[];

  before(async () => {
    cluster = await TestCluster.start(cleanup, 3);
    endpoints = cluster.names.map((name) => new Endpoint(cluster.target(name), cleanup));
  });
  after(() => cleanup.run());

  contract(() => endpoints);

  it('an observer that does not read is told no more than it takes, and nothing of it is left out', async () => {
    const [endpoint] = endpoints as [Endpoint];
    const { leader } = await endpoint.campaign('slow', await endpoint.grant(), '0');
    const call = new FakeCall<v3electionpb.LeaderRequest__Output, v3electionpb.LeaderResponse>(2);
    const service = new ConcurrencyService(cluster.member('m1').member);
    cleanup.add(() => service.close());
    service.observe(call);
    call.receive({ name: bytes('slow') });
    await eventually(() => call.responses.length === 1, 'the leader that is there');
    const count = 20;
    for (let i = 1; i < count; i++) await endpoint.proclaim(leader, String(i));
    await eventually(() => call.responses.length > 1, 'as much as there is room for');
    expect(call.responses).to.have.length(2);
    await eventually(() => {
      call.drain();
      return call.responses.length === count;
    }, 'the rest');
    expect(call.responses.map(({ kv }) => Buffer.from(kv?.value ?? '').toString())).to.deep.equal(
      Array.from({ length: count }, (_, i) => String(i)),
    );
    call.cancel();
  });

  it('an observer asks once: what else its call sends is not another question', async () => {
    const [endpoint] = endpoints as [Endpoint];
    const { leader } = await endpoint.campaign('asked', await endpoint.grant(), 'a');
    await endpoint.campaign('asked too', await endpoint.grant(), 'b');
    const call = new FakeCall<v3electionpb.LeaderRequest__Output, v3electionpb.LeaderResponse>();
    const service = new ConcurrencyService(cluster.member('m1').member);
    cleanup.add(() => service.close());
    service.observe(call);
    for (const name of ['asked', 'asked too', 'asked']) call.receive({ name: bytes(name) });
    const told = (): string[] => call.responses.map(({ kv }) => Buffer.from(kv?.value ?? '').toString());
    await eventually(() => told().includes('a'), 'the leader that is there');
    await endpoint.proclaim(leader, 'again');
    await eventually(() => told().includes('again'), 'what it proclaims');
    expect(told()).to.deep.equal(['a', 'again']);
    call.cancel();
  });

  it('a queue is looked through once, however many wait in it, and they go in turn', async () => {
    const { member } = cluster.member('m1');
    const [endpoint] = endpoints as [Endpoint];
    const service = new ConcurrencyService(member);
    cleanup.add(() => service.close());
    const { mvcc } = member.machine;
    const forEach = mvcc.forEach.bind(mvcc);
    let visited = 0;
    mvcc.forEach = (range, revision, visit) =>
      forEach(range, revision, (at, key) => {
        visited++;
        return visit(at, key);
      });
    cleanup.add(() => (mvcc.forEach = forEach));
    const count = 50;
    const order: string[] = [];
    const asked: string[] = [];
    for (let i = 0; i <= count; i++) {
      const lease = await endpoint.grant();
      const key = `long/${BigInt(lease).toString(16)}`;
      asked.push(key);
      service.lock.Lock(
        { name: bytes('long'), lease },
        (_error, got) => void order.push(String(got?.key)),
        new FakeCall(),
      );
      await eventually(() => mvcc.locate(key, mvcc.currentRevision) !== undefined, 'its place');
    }
    for (let i = 0; i < count; i++) {
      await eventually(() => order.length === i + 1, `turn ${i}`);
      await endpoint.unlock(asked[i] ?? '');
    }
    await eventually(() => order.length === count + 1, 'the last turn');
    expect(order).to.deep.equal(asked);
    expect(visited).to.be.lessThan(3 * count);
  });

  it('calls that wait do not keep more than so many bytes of their requests', async () => {
    const [endpoint] = endpoints as [Endpoint];
    const lease = await endpoint.grant();
    const service = new ConcurrencyService(cluster.member('m1').member);
    cleanup.add(() => service.close());
    const name = Buffer.alloc(1024 * 1024, 'n');
    const calls = Array.from(
      { length: limits.QUEUE_CALL_BYTES / name.length },
      () => new FakeCall<v3electionpb.LeaderRequest__Output, v3electionpb.LeaderResponse>(),
    );
    for (const call of calls) {
      service.observe(call);
      call.receive({ name });
    }
    const lock = (): Promise<string> =>
      new Promise((resolve) =>
        service.lock.Lock(
          { name: bytes('roomy'), lease },
          (error) => resolve(error?.message ?? 'holds'),
          new FakeCall(),
        ),
      );
    expect(await lock()).to.equal('etcdserver: too many requests');
    expect(calls.filter(({ ended }) => ended !== undefined)).to.have.length(0);
    calls[0]?.cancel();
    await eventually(async () => (await lock()) === 'holds', 'there is room again');
    for (const call of calls) call.cancel();
  });

  it('a waiter whose own lease ends is told so at once, and its place is free', async () => {
    const [first, second] = endpoints as [Endpoint, Endpoint];
    const [holder, lost] = [await first.grant(), await second.grant()];
    const key = await first.lock('lost', holder);
    const waiting = refusal(second.lock('lost', lost));
    await first.queueOf('lost', 2);
    await first.revoke(lost);
    expect(await waiting).to.deep.equal({ code: status.UNKNOWN, details: 'mutex: session is expired' });
    expect(await first.queue('lost')).to.deep.equal([key]);
  });

  it('a waiter keeps its place when the member that it waits on stops', async () => {
    const away = await cluster.follower();
    const [there, elsewhere] = [away, await cluster.leader()].map(
      (name) => endpoints[cluster.names.indexOf(name)] as Endpoint,
    ) as [Endpoint, Endpoint];
    const [holder, waiter] = [await elsewhere.grant(), await elsewhere.grant()];
    const key = await elsewhere.lock('stop', holder);
    const waiting = refusal(there.lock('stop', waiter));
    const places = await elsewhere.queueOf('stop', 2);
    await cluster.stopMember(away);
    expect(await waiting).to.deep.equal({ code: status.UNAVAILABLE, details: 'etcdserver: server stopped' });
    expect(await elsewhere.queue('stop')).to.deep.equal(places);
    await elsewhere.unlock(key);
    expect(await elsewhere.lock('stop', waiter)).to.equal(places[1]);
  });
});

describe('Lock and Election on etcd itself', () => {
  const cleanup = new Cleanup();
  let endpoint: Endpoint;
  before(async function () {
    if (etcdBinary() === undefined) return this.skip();
    const etcd = cleanup.own(await startRealEtcd(), (each) => each.stop());
    endpoint = new Endpoint(etcd.endpoint, cleanup);
  });
  after(() => cleanup.run());
  contract(() => [endpoint], { etcdsOwnCodes: true });
});

describe('a lock that is waited for while the leader is killed', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('is handed on all the same', async () => {
    const members = await startThree(cleanup);
    const leader = await leaderOf(members);
    const [holderAt, waiterAt] = members
      .filter((member) => member !== leader)
      .map((member) => new Endpoint(member.target, cleanup)) as [Endpoint, Endpoint];
    // That a majority follows the leader does not say that both serve already.
    const holder = await eventually(() => holderAt.grant(), 'the holder is served');
    const waiter = await eventually(() => waiterAt.grant(), 'the waiter is served');
    const key = await holderAt.lock('failover', holder);
    let got: string | ServiceError | undefined;
    const waiting = waiterAt.lock('failover', waiter).then((result) => (got = result));
    await holderAt.queueOf('failover', 2);
    await leader.end('SIGKILL');
    await holderAt.queueOf('failover', 2);
    expect(got).to.equal(undefined);
    await holderAt.unlock(key);
    expect(await waiting).to.equal(`failover/${BigInt(waiter).toString(16)}`);
  }).timeout(120_000);
});

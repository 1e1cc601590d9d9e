/** The etcd client against a real etcd: what our own store must be indistinguishable from. */
import { prefixEnd, utf8 } from '@kuorum/base';
import { EtcdCompactedError, EtcdError, createEtcdClient, type EtcdClient, type EtcdWatchBatch } from '@kuorum/client';
import { Cleanup, eventually, freePort, startRealEtcd, type RealEtcd } from '@kuorum/testing';
import { expect } from 'chai';
import type { Observable } from 'rxjs';

interface Seen {
  readonly batches: EtcdWatchBatch[];
  readonly events: string[];
  error: unknown;
  stop(): void;
}

function collect(watch: Observable<EtcdWatchBatch>, cleanup: Cleanup): Seen {
  const seen: Seen = { batches: [], events: [], error: undefined, stop: () => subscription.unsubscribe() };
  const subscription = watch.subscribe({
    next: (batch) => {
      seen.batches.push(batch);
      for (const { type, kv } of batch.events) seen.events.push(`${type} ${kv.key.toString()}=${kv.value.toString()}`);
    },
    error: (error: unknown) => (seen.error = error),
  });
  cleanup.add(() => subscription.unsubscribe());
  return seen;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error,
  );
}

describe('etcd client', function () {
  this.timeout(90_000);
  const cleanup = new Cleanup();
  const suite = new Cleanup();
  let etcd: RealEtcd;
  let client: EtcdClient;

  before(async () => {
    etcd = suite.own(await startRealEtcd(), (started) => started.stop());
    client = suite.own(createEtcdClient({ endpoints: [`http://${etcd.endpoint}`] }), (made) => made.close());
  });
  afterEach(() => cleanup.run());
  after(() => suite.run());

  it('puts, reads and deletes', async () => {
    const first = await client.put({ key: utf8('/kv/a'), value: utf8('1') });
    const second = await client.put({ key: utf8('/kv/a'), value: utf8('2'), prevKv: true });
    expect(second.revision).to.equal(first.revision + 1);
    expect(second.prevKv?.value.toString()).to.equal('1');
    await client.put({ key: utf8('/kv/b'), value: Buffer.from([0, 255, 128]) });

    const all = await client.range({ key: utf8('/kv/'), rangeEnd: prefixEnd(utf8('/kv/')), limit: 1 });
    expect(all).to.include({ count: 2, more: true });
    expect(all.kvs[0]).to.deep.include({ createRevision: first.revision, modRevision: second.revision, version: 2 });
    expect(all.kvs[0]?.lease).to.equal(0n);
    const bytes = await client.range({ key: utf8('/kv/b') });
    expect([...(bytes.kvs[0]?.value ?? [])]).to.deep.equal([0, 255, 128]);
    const past = await client.range({ key: utf8('/kv/a'), revision: first.revision });
    expect(past.kvs[0]?.value.toString()).to.equal('1');

    const gone = await client.deleteRange({ key: utf8('/kv/'), rangeEnd: prefixEnd(utf8('/kv/')), prevKv: true });
    expect(gone.deleted).to.equal(2);
    expect(gone.prevKvs.map(({ key }) => key.toString())).to.deep.equal(['/kv/a', '/kv/b']);
    expect((await client.range({ key: utf8('/kv/a') })).kvs).to.deep.equal([]);
  });

  it('creates, updates and deletes by compare-and-swap in the shapes a kube-apiserver uses', async () => {
    const key = utf8('/txn/a');
    const create = (value: string) =>
      client.txn({
        compare: [{ key, target: 'mod', result: '=', value: 0 }],
        success: [{ op: 'put', key, value: utf8(value) }],
        failure: [{ op: 'range', key }],
      });
    const made = await create('1');
    expect(made.succeeded).to.equal(true);
    expect(made.responses[0]).to.deep.include({ op: 'put', revision: made.revision });
    const refused = await create('2');
    expect(refused.succeeded).to.equal(false);
    const present = refused.responses[0];
    expect(present?.op === 'range' ? present.kvs[0]?.value.toString() : undefined).to.equal('1');
    const deleted = await client.txn({
      compare: [{ key, target: 'mod', result: '=', value: made.revision }],
      success: [{ op: 'deleteRange', key }],
    });
    expect(deleted.responses[0]).to.deep.include({ op: 'deleteRange', deleted: 1 });
    const compares = await client.txn({
      compare: [
        { key, target: 'version', result: '=', value: 0 },
        { key, target: 'create', result: '<', value: 1 },
        { key, target: 'lease', result: '=', value: 0n },
        { key: utf8('/txn/none'), target: 'value', result: '!=', value: utf8('x') },
      ],
      success: [],
    });
    expect(compares.succeeded).to.equal(false);
  });

  it('watches from a revision: everything once, in order, with the state before', async () => {
    const prefix = { key: utf8('/w/'), rangeEnd: prefixEnd(utf8('/w/')) };
    const first = await client.put({ key: utf8('/w/a'), value: utf8('1') });
    await client.put({ key: utf8('/w/a'), value: utf8('2') });
    const seen = collect(client.watch({ ...prefix, startRevision: first.revision, prevKv: true }), cleanup);
    await eventually(() => seen.events.length === 2);
    await client.put({ key: utf8('/elsewhere'), value: utf8('x') });
    await client.deleteRange({ key: utf8('/w/a') });
    await eventually(() => seen.events.length === 3);
    expect(seen.events).to.deep.equal(['put /w/a=1', 'put /w/a=2', 'delete /w/a=']);
    const last = seen.batches.flatMap(({ events }) => events).at(-1);
    expect(last?.prevKv?.value.toString()).to.equal('2');
    expect(seen.batches[0]?.kind).to.equal('created');
  });

  it('gives the events of one transaction together', async () => {
    const seen = collect(client.watch({ key: utf8('/wt/'), rangeEnd: prefixEnd(utf8('/wt/')) }), cleanup);
    await eventually(() => seen.batches.length === 1);
    const { revision } = await client.txn({
      compare: [],
      success: ['a', 'b', 'c'].map((name) => ({ op: 'put', key: utf8(`/wt/${name}`), value: utf8('1') }) as const),
    });
    await eventually(() => seen.batches.some(({ kind }) => kind === 'events'));
    const batch = seen.batches.find(({ kind }) => kind === 'events');
    expect(batch?.events.map(({ kv }) => kv.modRevision)).to.deep.equal([revision, revision, revision]);
  });

  it('answers a progress request with the revision everything was delivered up to', async () => {
    const seen = collect(client.watch({ key: utf8('/wp') }), cleanup);
    await eventually(() => seen.batches.length === 1);
    const { revision } = await client.put({ key: utf8('/unwatched'), value: utf8('1') });
    client.requestProgress();
    await eventually(() => seen.batches.some((batch) => batch.kind === 'progress' && batch.revision >= revision));
  });

  it('says when what a watch or read needs was compacted', async () => {
    const old = await client.put({ key: utf8('/c'), value: utf8('1') });
    const { revision } = await client.put({ key: utf8('/c'), value: utf8('2') });
    await client.compact(revision);
    const seen = collect(client.watch({ key: utf8('/c'), startRevision: old.revision }), cleanup);
    const error = await eventually(() => seen.error);
    expect(error).to.be.instanceOf(EtcdCompactedError);
    expect((error as EtcdCompactedError).compactRevision).to.equal(revision);
    const read = await rejection(client.range({ key: utf8('/c'), revision: old.revision }));
    expect(read).to.be.instanceOf(EtcdCompactedError);
  });

  it('grants, renews and revokes leases; keys go with them', async () => {
    const lease = await client.leaseGrant(60);
    expect(lease.ttlSeconds).to.equal(60);
    await client.put({ key: utf8('/l'), value: utf8('1'), lease: lease.id });
    expect((await client.range({ key: utf8('/l') })).kvs[0]?.lease).to.equal(lease.id);
    expect(await client.leaseKeepAlive(lease.id)).to.deep.equal(lease);
    await client.leaseRevoke(lease.id);
    expect((await client.range({ key: utf8('/l') })).count).to.equal(0);
    expect((await client.leaseKeepAlive(lease.id)).ttlSeconds).to.equal(0);
    const error = await rejection(client.leaseRevoke(lease.id));
    expect(error).to.be.instanceOf(EtcdError).with.property('message', 'etcdserver: requested lease not found');
  });

  it('tells status', async () => {
    const status = await client.status();
    expect(status.version).to.match(/^3\./);
    expect(status.leaderId).to.equal(status.memberId);
    expect(status.revision).to.be.greaterThan(0);
    // Of one endpoint, by its URL.
    expect((await client.status(`http://${etcd.endpoint}/`)).memberId).to.equal(status.memberId);
  });

  it('passes errors on with etcd’s text and code', async () => {
    const error = await rejection(client.range({ key: utf8('/x'), revision: 1_000_000 }));
    expect(error).to.be.instanceOf(EtcdError);
    expect(error).to.include({
      code: 11,
      message: 'etcdserver: mvcc: required revision is a future revision',
      outcomeUnknown: false,
    });
  });

  it('goes to another endpoint when one is down, writes included', async () => {
    const dead = `127.0.0.1:${await freePort()}`;
    for (const endpoints of [
      [dead, etcd.endpoint],
      [etcd.endpoint, dead],
    ]) {
      const both = cleanup.own(createEtcdClient({ endpoints }), (made) => made.close());
      await both.put({ key: utf8('/failover'), value: utf8('1') });
      expect((await both.range({ key: utf8('/failover') })).count).to.equal(1);
    }
  });

  it('says that nothing took place when no endpoint could be reached', async () => {
    const alone = cleanup.own(createEtcdClient({ endpoints: [`127.0.0.1:${await freePort()}`] }), (made) =>
      made.close(),
    );
    const error = await rejection(alone.put({ key: utf8('/a'), value: utf8('1') }));
    expect(error).to.include({ code: 14, outcomeUnknown: false });
  });

  it('ends a call that is aborted', async () => {
    const abort = new AbortController();
    const call = client.range({ key: utf8('/a') }, { signal: abort.signal });
    abort.abort();
    expect(await rejection(call)).to.include({ code: 1 });
  });

  describe('when etcd goes away', () => {
    it('resumes a watch without gap or repeat, and calls work again', async () => {
      const own = cleanup.own(await startRealEtcd(), (started) => started.stop());
      const mine = cleanup.own(createEtcdClient({ endpoints: [own.endpoint] }), (made) => made.close());
      const writer = cleanup.own(createEtcdClient({ endpoints: [own.endpoint] }), (made) => made.close());
      const seen = collect(mine.watch({ key: utf8('/r/'), rangeEnd: prefixEnd(utf8('/r/')) }), cleanup);
      await eventually(() => seen.batches.length === 1);
      await writer.put({ key: utf8('/r/a'), value: utf8('0') });
      for (let round = 1; round <= 2; round++) {
        await own.kill();
        await own.restart();
        await eventually(() =>
          writer.put({ key: utf8('/r/a'), value: utf8(String(round)) }).then(
            () => true,
            () => false,
          ),
        );
      }
      await eventually(() => seen.events.length === 3, 'three events', 15_000);
      expect(seen.events).to.deep.equal(['put /r/a=0', 'put /r/a=1', 'put /r/a=2']);
      expect(seen.batches.filter(({ kind }) => kind === 'created').length).to.be.greaterThan(1);
    });

    it('moves a watch away from an endpoint that no longer answers calls', async () => {
      const silent = cleanup.own(await startRealEtcd(), (started) => started.stop());
      const mine = cleanup.own(createEtcdClient({ endpoints: [silent.endpoint] }), (made) => made.close());
      const seen = collect(mine.watch({ key: utf8('/s') }), cleanup);
      await eventually(() => seen.batches.length === 1);
      await silent.pause();
      cleanup.add(() => silent.resume());
      for (let i = 0; i < 2; i++) await rejection(mine.range({ key: utf8('/s') }, { timeoutMs: 100 }));
      silent.resume();
      await eventually(() => seen.batches.length === 2);
      expect(seen.batches.map(({ kind }) => kind)).to.deep.equal(['created', 'created']);
    });

    it('a write to a silent endpoint says that its outcome is unknown', async () => {
      const silent = cleanup.own(await startRealEtcd(), (started) => started.stop());
      const both = cleanup.own(createEtcdClient({ endpoints: [silent.endpoint] }), (made) => made.close());
      await both.range({ key: utf8('/a') });
      await silent.pause();
      cleanup.add(() => silent.resume());
      const error = await rejection(both.put({ key: utf8('/a'), value: utf8('1') }, { timeoutMs: 300 }));
      expect(error).to.include({ code: 4, outcomeUnknown: true });
    });
  });
});

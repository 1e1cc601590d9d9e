import { status } from '@grpc/grpc-js';
import { limits } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, get, put, range, refusal, TestCluster, type Clients } from './cluster.js';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('etcdserverpb.KV on three members', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;
  let all: Clients[];

  before(async () => {
    cluster = await TestCluster.start(cleanup, 3);
    all = cluster.names.map((name) => cluster.clients(name));
  });
  after(() => cleanup.run());

  const any = (): Clients => all[0] as Clients;
  const txn = (clients: Clients, request: etcdserverpb.TxnRequest) =>
    call<etcdserverpb.TxnRequest, etcdserverpb.TxnResponse__Output>(clients.kv, 'Txn', request);

  it('takes writes on every member, and every member reads them at once', async () => {
    for (const [i, writer] of all.entries()) {
      await put(writer, `any-${i}`, `value-${i}`);
      for (const reader of all) expect(await get(reader, `any-${i}`)).to.equal(`value-${i}`);
    }
  });

  it('gives every response a header with ids, revision and term', async () => {
    const revision = await put(any(), 'head', 'x');
    const { header } = await range(any(), { key: bytes('head') });
    expect(header).to.include({
      cluster_id: cluster.member('m1').clusterId.toString(),
      member_id: cluster.member('m1').memberId.toString(),
      revision: String(revision),
    });
    expect(Number(header?.raft_term)).to.be.greaterThan(0);
  });

  it('reads history by revision, and counts without sending', async () => {
    const first = await put(any(), 'history', 'old');
    await put(any(), 'history', 'new');
    expect(await get(any(), 'history', { revision: String(first) })).to.equal('old');
    const counted = await range(any(), { key: bytes('hist'), range_end: bytes('hisu'), count_only: true });
    expect([counted.count, counted.kvs.length]).to.deep.equal(['1', 0]);
  });

  it('gives previous versions to put and delete', async () => {
    await put(any(), 'prev', 'one');
    const { kv } = any();
    const putAgain = await call<etcdserverpb.PutRequest, etcdserverpb.PutResponse__Output>(kv, 'Put', {
      key: bytes('prev'),
      value: bytes('two'),
      prev_kv: true,
    });
    expect(putAgain.prev_kv?.value.toString()).to.equal('one');
    const deleted = await call<etcdserverpb.DeleteRangeRequest, etcdserverpb.DeleteRangeResponse__Output>(
      kv,
      'DeleteRange',
      { key: bytes('prev'), prev_kv: true },
    );
    expect([deleted.deleted, deleted.prev_kvs[0]?.value.toString()]).to.deep.equal(['1', 'two']);
  });

  it('creates, updates and refuses to update by transactions, as an apiserver does', async () => {
    const create = (value: string): etcdserverpb.TxnRequest => ({
      compare: [{ key: bytes('object'), target: 'MOD', result: 'EQUAL', mod_revision: '0' }],
      success: [{ request_put: { key: bytes('object'), value: bytes(value) } }],
      failure: [{ request_range: { key: bytes('object') } }],
    });
    const created = await txn(any(), create('first'));
    expect(created.succeeded).to.equal(true);
    const again = await txn(all[1] as Clients, create('second'));
    expect(again.succeeded).to.equal(false);
    expect(again.responses[0]?.response_range?.kvs[0]?.value.toString()).to.equal('first');
    const updated = await txn(all[2] as Clients, {
      compare: [
        { key: bytes('object'), target: 'MOD', result: 'EQUAL', mod_revision: created.header?.revision ?? '0' },
      ],
      success: [{ request_put: { key: bytes('object'), value: bytes('third') } }],
    });
    expect(updated.succeeded).to.equal(true);
    expect(await get(any(), 'object')).to.equal('third');
  });

  it("has etcd's headers inside a transaction: the revision alone, and for a nested one nothing", async () => {
    const nested = { success: [{ request_put: { key: bytes('nested-2') } }] };
    const success = [{ request_put: { key: bytes('nested-1') } }, { request_txn: nested }];
    const { header, responses } = await txn(any(), { success });
    const revision = header?.revision;
    const [put1, inner] = responses;
    const only = (of: string | undefined): object => ({
      revision: of,
      cluster_id: '0',
      member_id: '0',
      raft_term: '0',
    });
    expect(put1?.response_put?.header).to.deep.equal(only(revision));
    expect(inner?.response_txn?.header).to.deep.equal(only('0'));
    expect(inner?.response_txn?.responses[0]?.response_put?.header).to.deep.equal(only(revision));
  });

  it('serves a transaction of reads without writing to the log', async () => {
    const before = cluster.member('m1').member.appliedIndex;
    const read = await txn(any(), { success: [{ request_range: { key: bytes('object') } }] });
    expect(read.responses[0]?.response_range?.count).to.equal('1');
    expect(cluster.member('m1').member.appliedIndex).to.equal(before);
  });

  const refusals: { title: string; code: number; text: string; request: (clients: Clients) => Promise<unknown> }[] = [
    {
      title: 'a put without a key',
      code: status.INVALID_ARGUMENT,
      text: 'etcdserver: key is not provided',
      request: (clients) => put(clients, '', 'x'),
    },
    {
      title: 'a put under an unknown lease',
      code: status.NOT_FOUND,
      text: 'etcdserver: requested lease not found',
      request: ({ kv }) => call(kv, 'Put', { key: bytes('k'), lease: '77' }),
    },
    {
      title: 'a read in the future',
      code: status.OUT_OF_RANGE,
      text: 'etcdserver: mvcc: required revision is a future revision',
      request: (clients) => range(clients, { key: bytes('k'), revision: '1000000' }),
    },
    {
      title: 'a transaction that puts a key twice',
      code: status.INVALID_ARGUMENT,
      text: 'etcdserver: duplicate key given in txn request',
      request: (clients) =>
        txn(clients, { success: [{ request_put: { key: bytes('d') } }, { request_put: { key: bytes('d') } }] }),
    },
    {
      title: 'a transaction with too many operations',
      code: status.INVALID_ARGUMENT,
      text: 'etcdserver: too many operations in txn request',
      request: (clients) =>
        txn(clients, {
          success: Array.from({ length: 129 }, (_, i) => ({ request_put: { key: bytes(`many-${i}`) } })),
        }),
    },
    {
      title: 'an order that there is not',
      code: status.INVALID_ARGUMENT,
      text: 'etcdserver: invalid sort option',
      request: ({ kv }) => call<object, object>(kv, 'Range', { key: bytes('k'), sort_order: 7 }),
    },
    {
      title: 'an order by what there is not, in a transaction, too',
      code: status.INVALID_ARGUMENT,
      text: 'etcdserver: invalid sort option',
      request: ({ kv }) =>
        call<object, object>(kv, 'Txn', { success: [{ request_range: { key: bytes('k'), sort_target: 9 } }] }),
    },
    {
      title: 'an operation of no kind',
      code: status.INVALID_ARGUMENT,
      text: 'etcdserver: key not found',
      request: (clients) => txn(clients, { success: [{ request_put: { key: bytes('none') } }, {}] }),
    },
    {
      title: 'a request that is too large',
      code: status.INVALID_ARGUMENT,
      text: 'etcdserver: request is too large',
      request: (clients) => put(clients, 'large', 'x'.repeat(1.6 * 1024 * 1024)),
    },
    {
      title: 'a compaction of the future',
      code: status.OUT_OF_RANGE,
      text: 'etcdserver: mvcc: required revision is a future revision',
      request: ({ kv }) => call(kv, 'Compact', { revision: '1000000' }),
    },
  ];
  for (const { title, code, text, request } of refusals) {
    it(`refuses ${title} with etcd's code and text`, async () => {
      for (const clients of all) expect(await refusal(request(clients))).to.deep.equal({ code, details: text });
    });
  }

  it('compacts on every member', async () => {
    const old = await put(any(), 'compact', 'a');
    const now = await put(any(), 'compact', 'b');
    const { kv } = any();
    await call(kv, 'Compact', { revision: String(now), physical: true });
    for (const clients of all) {
      expect(await refusal(range(clients, { key: bytes('compact'), revision: String(old) }))).to.deep.equal({
        code: status.OUT_OF_RANGE,
        details: 'etcdserver: mvcc: required revision has been compacted',
      });
      expect(await get(clients, 'compact')).to.equal('b');
    }
  });

  it('has the same hash on every member at the same revision', async () => {
    const revision = await put(any(), 'hash', 'x');
    const hashes = new Set<number>();
    for (const clients of all) {
      await get(clients, 'hash');
      const { maintenance } = clients;
      const response = await call<etcdserverpb.HashKVRequest, etcdserverpb.HashKVResponse__Output>(
        maintenance,
        'HashKV',
        { revision: String(revision) },
      );
      hashes.add(response.hash);
    }
    expect(hashes.size).to.equal(1);
  });

  it('takes every 64-bit number, where none of its own is as large', async () => {
    const clients = cluster.clients('m1');
    await put(clients, 'huge', 'x');
    const key = Buffer.from('huge');
    const max = '9223372036854775807';
    expect((await range(clients, { key, limit: max })).count).to.equal('1');
    expect(await refusal(range(clients, { key, revision: max }))).to.deep.equal({
      code: status.OUT_OF_RANGE,
      details: 'etcdserver: mvcc: required revision is a future revision',
    });
  });
});

describe('the largest request that a store may be told to take', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('reaches all members, also by way of a follower', async () => {
    const maxRequestBytes = limits.MAX_REQUEST_BYTES_MAX;
    const cluster = await TestCluster.start(cleanup, 3, { maxRequestBytes, electionTimeoutMs: 2_000 });
    const { kv } = cluster.clients(await cluster.follower());
    // What the command has beside the value, and what the message has beside that.
    const value = Buffer.alloc(maxRequestBytes - 100, 'x');
    await call(kv, 'Put', { key: bytes('large'), value }, 20_000);
    for (const name of cluster.names) {
      const { machine } = cluster.member(name).member;
      await eventually(() => machine.mvcc.currentRevision === 2, name);
      const at = machine.mvcc.locate('large', machine.mvcc.currentRevision);
      expect(at && machine.mvcc.load(at).value.length).to.equal(value.length);
    }
    const tooLarge = call(kv, 'Put', { key: bytes('large'), value: Buffer.alloc(maxRequestBytes) });
    expect((await refusal(tooLarge)).details).to.equal('etcdserver: request is too large');
  }).timeout(120_000);
});

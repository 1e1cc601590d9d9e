/** Our own coding of the hot messages against protobufjs, in both directions, on random messages and damaged ones. */
import { Xoshiro128 } from '@kuorum/base';
import { hotCodecs, MalformedMessageError } from '@kuorum/store/server/internals';
import { messageCodec, type etcdserverpb, type mvccpb } from '@kuorum/wire';
import { expect } from 'chai';

const SEED = Number(process.env['KUORUM_SEED'] ?? 3);
const ROUNDS = 400;
const NUMBERS = ['0', '1', '-1', '127', '128', '300', '4294967296', '9007199254740993', '-9223372036854775808'];
const LARGEST = '9223372036854775807';

class Random extends Xoshiro128 {
  pick<T>(from: readonly T[]): T {
    return from[this.int(from.length)] as T;
  }
  maybe<T>(make: () => T): T | undefined {
    return this.int(3) > 0 ? make() : undefined;
  }
  list<T>(make: () => T, most = 4): T[] {
    return Array.from({ length: this.int(most) }, make);
  }
  bool(): boolean {
    return this.int(2) === 1;
  }
  bytes(most = 300): Buffer {
    return Buffer.from(Array.from({ length: this.int(this.pick([2, 20, most])) }, () => this.int(256)));
  }
  int64(): string {
    return this.pick([...NUMBERS, LARGEST, String(this.int(1_000_000))]);
  }
  uint64(): string {
    return this.pick(['0', '1', '18446744073709551615', '14841639068965178418', String(this.int(1000))]);
  }
}

/** Fields that are there; as the loader, which does not take undefined for absent. */
function present<T extends object>(message: T): T {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)) as T;
}

class Messages {
  constructor(private readonly r: Random) {}

  range = (): etcdserverpb.RangeRequest =>
    present({
      key: this.r.maybe(() => this.r.bytes()),
      range_end: this.r.maybe(() => this.r.bytes()),
      limit: this.r.maybe(() => this.r.int64()),
      revision: this.r.maybe(() => this.r.int64()),
      sort_order: this.r.maybe(() => this.r.pick(['NONE', 'ASCEND', 'DESCEND'] as const)),
      sort_target: this.r.maybe(() => this.r.pick(['KEY', 'VERSION', 'CREATE', 'MOD', 'VALUE'] as const)),
      serializable: this.r.bool(),
      keys_only: this.r.bool(),
      count_only: this.r.bool(),
      min_mod_revision: this.r.maybe(() => this.r.int64()),
      max_mod_revision: this.r.maybe(() => this.r.int64()),
      min_create_revision: this.r.maybe(() => this.r.int64()),
      max_create_revision: this.r.maybe(() => this.r.int64()),
    } as etcdserverpb.RangeRequest);

  put = (): etcdserverpb.PutRequest =>
    present({
      key: this.r.maybe(() => this.r.bytes()),
      value: this.r.maybe(() => this.r.bytes(40_000)),
      lease: this.r.maybe(() => this.r.int64()),
      prev_kv: this.r.bool(),
      ignore_value: this.r.bool(),
      ignore_lease: this.r.bool(),
    } as etcdserverpb.PutRequest);

  deleteRange = (): etcdserverpb.DeleteRangeRequest =>
    present({
      key: this.r.bytes(),
      range_end: this.r.maybe(() => this.r.bytes()),
      prev_kv: this.r.bool(),
    } as etcdserverpb.DeleteRangeRequest);

  txn = (depth = 0): etcdserverpb.TxnRequest => ({
    compare: this.r.list(() => this.compare()),
    success: this.r.list(() => this.op(depth)),
    failure: this.r.list(() => this.op(depth)),
  });

  op(depth: number): etcdserverpb.RequestOp {
    const kinds = [
      () => ({ request_range: this.range() }),
      () => ({ request_put: this.put() }),
      () => ({ request_delete_range: this.deleteRange() }),
      () => (depth < 3 ? { request_txn: this.txn(depth + 1) } : {}),
    ];
    return this.r.pick(kinds)();
  }

  compare(): etcdserverpb.Compare {
    const values = [
      { version: this.r.int64() },
      { create_revision: this.r.int64() },
      { mod_revision: this.r.int64() },
      { value: this.r.bytes() },
      { lease: this.r.int64() },
      {},
    ];
    return {
      result: this.r.pick(['EQUAL', 'GREATER', 'LESS', 'NOT_EQUAL'] as const),
      target: this.r.pick(['VERSION', 'CREATE', 'MOD', 'VALUE', 'LEASE'] as const),
      key: this.r.bytes(),
      range_end: this.r.bytes(),
      ...this.r.pick(values),
    };
  }

  keepAlive = (): etcdserverpb.LeaseKeepAliveRequest => ({ ID: this.r.int64() });

  header(): etcdserverpb.ResponseHeader {
    const { r } = this;
    return { cluster_id: r.uint64(), member_id: r.uint64(), revision: r.int64(), raft_term: r.uint64() };
  }

  kv(): mvccpb.KeyValue {
    const { r } = this;
    const numbers = { create_revision: r.int64(), mod_revision: r.int(100), version: r.int64(), lease: r.int64() };
    return { key: r.bytes(), value: r.bytes(20_000), ...numbers };
  }

  rangeResponse = (): etcdserverpb.RangeResponse => {
    const kvs = this.r.list(() => this.kv(), 6);
    return { header: this.header(), kvs, more: this.r.bool(), count: this.r.int64() };
  };

  putResponse = (): etcdserverpb.PutResponse => ({
    header: this.header(),
    prev_kv: this.r.maybe(() => this.kv()) ?? null,
  });

  deleteResponse = (): etcdserverpb.DeleteRangeResponse => {
    const prevKvs = this.r.list(() => this.kv());
    return { header: this.header(), deleted: this.r.int64(), prev_kvs: prevKvs };
  };

  txnResponse = (depth = 0): etcdserverpb.TxnResponse => ({
    header: this.r.maybe(() => this.header()) ?? null,
    succeeded: this.r.bool(),
    responses: this.r.list(() => {
      const kinds = [
        () => ({ response_range: this.rangeResponse() }),
        () => ({ response_put: this.putResponse() }),
        () => ({ response_delete_range: this.deleteResponse() }),
        () => (depth < 3 ? { response_txn: this.txnResponse(depth + 1) } : {}),
      ];
      return this.r.pick(kinds)();
    }),
  });

  watchResponse = (): etcdserverpb.WatchResponse => ({
    header: this.header(),
    watch_id: this.r.int64(),
    created: this.r.bool(),
    canceled: this.r.bool(),
    compact_revision: this.r.int64(),
    cancel_reason: this.r.pick(['', 'because', 'ü'.repeat(200)]),
    fragment: this.r.bool(),
    events: this.r.list(() => ({
      type: this.r.pick(['PUT', 'DELETE'] as const),
      kv: this.kv(),
      prev_kv: this.r.maybe(() => this.kv()) ?? null,
    })),
  });

  keepAliveResponse = (): etcdserverpb.LeaseKeepAliveResponse => ({
    header: this.header(),
    ID: this.r.int64(),
    TTL: this.r.int64(),
  });
}

/** Without the names that the loader adds for oneofs: nobody here asks for them. */
function withoutOneofNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOneofNames);
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return value;
  const names = ['request', 'response', 'target_union'];
  const entries = Object.entries(value).filter(([name]) => !names.includes(name));
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutOneofNames(each)]));
}

/** protobufjs reads tags, booleans and enums of six to nine bytes past their end; no encoder writes such ones. */
function hasLongVarint(bytes: Buffer): boolean {
  return /[\x80-\xff]{5}/.test(bytes.toString('latin1'));
}

const requests = (m: Messages) => [
  { path: '/etcdserverpb.KV/Range', type: 'RangeRequest', make: m.range },
  { path: '/etcdserverpb.KV/Put', type: 'PutRequest', make: m.put },
  { path: '/etcdserverpb.KV/DeleteRange', type: 'DeleteRangeRequest', make: m.deleteRange },
  { path: '/etcdserverpb.KV/Txn', type: 'TxnRequest', make: () => m.txn() },
  { path: '/etcdserverpb.Lease/LeaseKeepAlive', type: 'LeaseKeepAliveRequest', make: m.keepAlive },
];
const responses = (m: Messages) => [
  { path: '/etcdserverpb.KV/Range', type: 'RangeResponse', make: m.rangeResponse },
  { path: '/etcdserverpb.KV/Put', type: 'PutResponse', make: m.putResponse },
  { path: '/etcdserverpb.KV/DeleteRange', type: 'DeleteRangeResponse', make: m.deleteResponse },
  { path: '/etcdserverpb.KV/Txn', type: 'TxnResponse', make: () => m.txnResponse() },
  { path: '/etcdserverpb.Watch/Watch', type: 'WatchResponse', make: m.watchResponse },
  { path: '/etcdserverpb.Lease/LeaseKeepAlive', type: 'LeaseKeepAliveResponse', make: m.keepAliveResponse },
];

describe(`the hot messages (seed ${SEED})`, () => {
  for (const { path, type, make } of requests(new Messages(new Random(SEED)))) {
    const decode = (bytes: Buffer): unknown => hotCodecs[path]?.decode?.(bytes);
    const loader = messageCodec<object, object>(`etcdserverpb.${type}`);

    it(`${type} is decoded as the loader does, unknown fields skipped`, () => {
      const random = new Random(SEED);
      for (let i = 0; i < ROUNDS; i++) {
        const bytes = loader.encode(make());
        // Numbers 100 to 103, one of each wire type, before and behind what is known.
        const unknown = Buffer.from('a00605 a206026869 a9060102030405060708 b50601020304'.replace(/ /g, ''), 'hex');
        const wire = random.pick([bytes, Buffer.concat([unknown, bytes]), Buffer.concat([bytes, unknown])]);
        expect(decode(wire)).to.deep.equal(withoutOneofNames(loader.decode(wire)));
      }
    });

    it(`${type} with damage is refused, or is what the loader makes of it`, () => {
      const random = new Random(SEED);
      let refused = 0;
      for (let i = 0; i < ROUNDS; i++) {
        const wire = Buffer.from(loader.encode(make()));
        if (random.bool())
          for (let n = random.int(3); n >= 0 && wire.length > 0; n--) wire[random.int(wire.length)] = random.int(256);
        const damaged = random.bool() ? wire : wire.subarray(0, random.int(wire.length + 1));
        let message: unknown;
        try {
          message = decode(damaged);
        } catch (error) {
          expect(error).to.be.instanceOf(MalformedMessageError);
          refused++;
          continue;
        }
        if (!hasLongVarint(damaged)) expect(message).to.deep.equal(withoutOneofNames(loader.decode(damaged)));
      }
      expect(refused).to.be.greaterThan(0);
    });
  }

  for (const { path, type, make } of responses(new Messages(new Random(SEED)))) {
    it(`${type} is encoded so that the loader reads what was meant`, () => {
      const loader = messageCodec<object, object>(`etcdserverpb.${type}`);
      const encode = hotCodecs[path]?.encode as (message: object) => Buffer;
      for (let i = 0; i < ROUNDS; i++) {
        const message = make();
        expect(loader.decode(encode(message))).to.deep.equal(loader.decode(loader.encode(message)));
      }
    });
  }

  it('encodes an event once, however many watch it', () => {
    const [watch] = responses(new Messages(new Random(SEED))).filter(({ type }) => type === 'WatchResponse');
    const encode = hotCodecs[watch?.path ?? '']?.encode as (message: object) => Buffer;
    let read = 0;
    const kv = {
      get key(): Buffer {
        read++;
        return Buffer.from('k');
      },
    };
    const event = { type: 'PUT', kv };
    const all = [1, 2, 3].map((id) => encode({ watch_id: String(id), events: [event] }));
    expect(new Set(all.map((bytes) => bytes.subarray(2).toString('hex'))).size).to.equal(1);
    expect(read).to.equal(1);
  });

  it('gives each watch of one change its own id, whatever its size and whoever came before', () => {
    const random = new Messages(new Random(SEED));
    const loader = messageCodec<object, object>('etcdserverpb.WatchResponse');
    const encode = hotCodecs['/etcdserverpb.Watch/Watch']?.encode as (message: object) => Buffer;
    const changes = Array.from({ length: 20 }, () => ({ header: random.header(), events: [{ kv: random.kv() }] }));
    for (let i = 0; i < ROUNDS; i++) {
      const change = changes[(i >> 3) % changes.length];
      for (const id of [0, 1, 127, 128, 300, 0x3fff, 0x4000, 2 ** 40, String(i), 5]) {
        const message = { watch_id: id, ...change };
        expect(loader.decode(encode(message)), String(id)).to.deep.equal(loader.decode(loader.encode(message)));
      }
    }
  });

  it('refuses transactions without end inside of one another', () => {
    let bytes: Buffer = Buffer.alloc(0);
    const wrap = (field: number, inside: Buffer): Buffer => {
      const length = [];
      let rest = inside.length;
      for (; rest >= 128; rest >>= 7) length.push((rest & 127) | 128);
      return Buffer.concat([Buffer.from([field * 8 + 2, ...length, rest]), inside]);
    };
    for (let i = 0; i < 5000; i++) bytes = wrap(2, wrap(4, bytes));
    expect(() => hotCodecs['/etcdserverpb.KV/Txn']?.decode?.(bytes)).to.throw(MalformedMessageError, 'too deep');
  });
});

/**
 * A week of events on a virtual clock: what is stored, the leases, and the history behind it stay as large as after the
 * first hours. The store is a small one of its own, in memory, whose leases run out by the same clock.
 */
import { expect } from 'chai';
import { EMPTY, type Observable } from 'rxjs';
import { make } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import type {
  EtcdClient,
  EtcdKeyValue,
  EtcdLease,
  EtcdOp,
  EtcdOpResult,
  EtcdRangeRequest,
  EtcdRangeResult,
  EtcdTxnRequest,
  EtcdTxnResult,
  EtcdWatchBatch,
} from '@kuorum/client';
import { EventLeases } from '../dist/registry/event-leases.js';
import { Registry } from '../dist/registry/registry.js';
import { Compactor } from '../dist/server/compactor.js';
import { compactionIntervalMs } from '../dist/limits.js';
import { parseAddressRange, parsePortRange, ServiceAllocator } from '../dist/strategy/service.js';

const minuteMs = 60_000;
const unused = (): Promise<never> => Promise.reject(new Error('not part of the test'));

/** Single keys, transactions that compare versions, leases, compaction; it counts what it has to keep. */
class SmallStore implements EtcdClient {
  private revision = 1;
  private nextLease = 1n;
  readonly keys = new Map<string, EtcdKeyValue>();
  readonly leases = new Map<bigint, Set<string>>();
  /** Revisions that are not compacted, with what they changed. */
  history: { readonly revision: number; readonly key: string }[] = [];

  constructor(private readonly clock: VirtualClock) {}

  range({ key }: EtcdRangeRequest): Promise<EtcdRangeResult> {
    return Promise.resolve(this.read(key));
  }

  txn({ compare, success, failure = [] }: EtcdTxnRequest): Promise<EtcdTxnResult> {
    const succeeded = compare.every((each) => {
      const kv = this.keys.get(Buffer.from(each.key).toString());
      return (each.target === 'mod' ? (kv?.modRevision ?? 0) : (kv?.version ?? 0)) === each.value;
    });
    const ops = succeeded ? success : failure;
    if (ops.some(({ op }) => op !== 'range')) this.revision++;
    const responses = ops.map((op) => this.apply(op));
    return Promise.resolve({ revision: this.revision, succeeded, responses });
  }

  leaseGrant(ttlSeconds: number): Promise<EtcdLease> {
    const id = this.nextLease++;
    this.leases.set(id, new Set());
    this.clock.setTimeout(() => this.expire(id), ttlSeconds * 1000);
    return Promise.resolve({ id, ttlSeconds });
  }

  compact(revision: number): Promise<void> {
    this.history = this.history.filter((change) => change.revision > revision);
    return Promise.resolve();
  }

  watch(): Observable<EtcdWatchBatch> {
    return EMPTY;
  }

  put = unused;
  deleteRange = unused;
  leaseKeepAlive = unused;
  leaseRevoke = unused;
  status = unused;
  requestProgress(): void {}
  close(): void {}

  private expire(id: bigint): void {
    this.revision++;
    for (const key of this.leases.get(id) ?? []) {
      this.keys.delete(key);
      this.history.push({ revision: this.revision, key });
    }
    this.leases.delete(id);
  }

  private apply(op: EtcdOp): EtcdOpResult {
    if (op.op === 'range') return { op: 'range', ...this.read(op.key) };
    if (op.op !== 'put') throw new Error('not part of the test');
    const { value, lease = 0n } = op;
    const key = Buffer.from(op.key).toString();
    const old = this.keys.get(key);
    this.keys.set(key, {
      key: Buffer.from(op.key),
      value: Buffer.from(value),
      createRevision: old?.createRevision ?? this.revision,
      modRevision: this.revision,
      version: (old?.version ?? 0) + 1,
      lease,
    });
    if (lease !== 0n) this.leases.get(lease)?.add(key);
    this.history.push({ revision: this.revision, key });
    return { op: 'put', revision: this.revision };
  }

  private read(key: Uint8Array): EtcdRangeResult {
    const kv = this.keys.get(Buffer.from(key).toString());
    const kvs = kv === undefined ? [] : [kv];
    return { revision: this.revision, kvs, more: false, count: kvs.length };
  }
}

describe('a week of events', () => {
  it('keeps as much as its first two hours', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 1));
    const store = new SmallStore(clock);
    let names = 0;
    const registry = new Registry({
      store,
      allocator: new ServiceAllocator(parseAddressRange('10.96.0.0/16'), parsePortRange('30000-32767'), {
        next: () => 0,
        int: () => 0,
      }),
      leases: new EventLeases(store, clock),
      clock,
      logger: silentLogger,
      newUid: () => `uid-${++names}`,
      newSuffix: () => 'abcde',
      recent: () => undefined,
    });
    const compactor = new Compactor(store, clock, silentLogger, compactionIntervalMs);
    await registry.create('Namespace', make('Namespace', { metadata: { name: 'default' } }), { dryRun: false });
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const kept: { readonly keys: number; readonly leases: number; readonly history: number }[] = [];
    compactor.start();
    for (let minute = 0; minute < 7 * 24 * 60; minute++) {
      for (let n = 0; n < 2; n++) {
        const event = make('Event', {
          metadata: { name: `event-${minute}-${n}`, namespace: 'default' },
          involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' },
          reason: 'Test',
        });
        await registry.create('Event', event, { dryRun: false });
      }
      clock.advance(minuteMs);
      await turn();
      const { keys, leases, history } = store;
      kept.push({ keys: keys.size, leases: leases.size, history: history.length });
    }
    compactor.stop();
    const most = (from: number, to: number, what: 'keys' | 'leases' | 'history'): number =>
      Math.max(...kept.slice(from, to).map((each) => each[what]));
    for (const what of ['keys', 'leases', 'history'] as const) {
      expect(most(120, kept.length, what), what).to.be.at.most(most(60, 120, what));
    }
    // Two a minute for an hour, counted when a lease has just run out; a namespace; the compactor's key.
    expect(most(0, kept.length, 'keys')).to.equal(2 * 60 + 2);
    expect(most(0, kept.length, 'leases')).to.equal(60);
  }).timeout(60_000);
});

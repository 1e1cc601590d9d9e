/** A store in memory: single keys, transactions that compare versions, leases by the clock given, compaction. */
import { EMPTY, type Observable } from 'rxjs';
import type { Clock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import type {
  EtcdClient,
  EtcdKeyValue,
  EtcdLease,
  EtcdOp,
  EtcdOpResult,
  EtcdPutRequest,
  EtcdPutResult,
  EtcdRangeRequest,
  EtcdRangeResult,
  EtcdTxnRequest,
  EtcdTxnResult,
  EtcdWatchBatch,
} from '@kuorum/client';
import { EventLeases } from '../dist/registry/event-leases.js';
import { Registry } from '../dist/registry/registry.js';
import { parseAddressRange, parsePortRange, ServiceAllocator } from '../dist/strategy/service.js';

const unused = (): Promise<never> => Promise.reject(new Error('not part of the test'));

/** It counts what it has to keep. */
export class SmallStore implements EtcdClient {
  private revision = 1;
  private nextLease = 1n;
  readonly keys = new Map<string, EtcdKeyValue>();
  readonly leases = new Map<bigint, Set<string>>();
  /** Revisions that are not compacted, with what they changed. */
  history: { readonly revision: number; readonly key: string }[] = [];

  constructor(private readonly clock: Clock) {}

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

  /** Another writer. */
  put({ key, value }: EtcdPutRequest): Promise<EtcdPutResult> {
    this.revision++;
    this.apply({ op: 'put', key, value });
    return Promise.resolve({ revision: this.revision });
  }

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
    const key = Buffer.from(op.key).toString();
    if (op.op === 'deleteRange') {
      const deleted = this.keys.delete(key) ? 1 : 0;
      return { op: 'deleteRange', revision: this.revision, deleted, prevKvs: [] };
    }
    const { value, lease = 0n } = op;
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

/** A registry without a watch cache: every decision is made on what was read. */
export function registryOn(store: EtcdClient, clock: Clock): Registry {
  let names = 0;
  return new Registry({
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
}

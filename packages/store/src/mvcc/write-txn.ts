/**
 * One mutating request: every change in it has the same main revision and the next sub revision (etcd
 * `kvstore_txn.go`). Reads inside see its own writes. A transaction that changed nothing uses up no revision.
 * There is no rollback: the caller checks everything first (apply.ts).
 */
import { assert } from '@kuorum/base';
import { fromByteString, toByteString } from './byte-string.js';
import { keyRange } from './key-range.js';
import { encodePut, encodeRecordKey, encodeTombstone } from './record-codec.js';
import type { MvccStore } from './store.js';
import { asRevision, NO_LEASE, REVISION_NONE, type KeyValue, type Revision, type WatchEvent } from './types.js';

const noValue = new Uint8Array(0);

export class WriteTxn {
  /** What its changes get. */
  readonly main: Revision;
  private readonly events: WatchEvent[] = [];
  private ended = false;

  constructor(private readonly store: MvccStore) {
    this.main = asRevision(store.currentRevision + 1);
  }

  /** The revision that reads inside see, and that a response header shows now. */
  get revision(): Revision {
    return this.events.length > 0 ? this.main : this.store.currentRevision;
  }

  put(key: Uint8Array, value: Uint8Array, lease: bigint): void {
    const { counts } = this.store;
    counts.puts++;
    counts.putBytes += key.length + value.length;
    const name = toByteString(key);
    const sub = this.nextSub();
    const { createRevision, version } = this.store.indexPut(name, this.main, sub);
    const kv: KeyValue = { key, createRevision, modRevision: this.main, version, value, lease };
    this.store.backend.put(encodeRecordKey(this.main, sub), encodePut(kv));
    this.events.push({ type: 'put', kv });
    const { leases } = this.store;
    const oldLease = leases.leaseOf(name);
    if (oldLease === lease) return;
    if (oldLease !== NO_LEASE) leases.detach(oldLease, name);
    if (lease !== NO_LEASE) leases.attach(lease, name);
  }

  /** How many keys it deleted. */
  deleteRange(key: Uint8Array, rangeEnd: Uint8Array | undefined): number {
    this.store.counts.deletes++;
    const names: string[] = [];
    this.store.forEach(keyRange(key, rangeEnd), this.revision, (_at, name) => void names.push(name));
    for (const name of names) this.delete(name);
    return names.length;
  }

  /** Commits and tells the watchers; the revision of the store afterwards. */
  end(): Revision {
    assert(!this.ended, 'a transaction ends once');
    this.ended = true;
    this.store.commit(this.main, this.events);
    return this.store.currentRevision;
  }

  private delete(name: string): void {
    const sub = this.nextSub();
    const key = fromByteString(name);
    this.store.indexTombstone(name, this.main, sub);
    this.store.backend.put(encodeRecordKey(this.main, sub), encodeTombstone(key));
    this.events.push({
      type: 'delete',
      kv: {
        key,
        createRevision: REVISION_NONE,
        modRevision: this.main,
        version: 0,
        value: noValue,
        lease: NO_LEASE,
      },
    });
    const lease = this.store.leases.leaseOf(name);
    if (lease !== NO_LEASE) this.store.leases.detach(lease, name);
  }

  private nextSub(): number {
    assert(!this.ended, 'the transaction has ended');
    return this.events.length;
  }
}

/**
 * One mutating request: every change in it has the same main revision and the next sub revision (etcd
 * `kvstore_txn.go`). Reads inside see its own writes. A transaction that changed nothing uses up no revision.
 * There is no rollback: the caller checks everything first (apply.ts).
 *
 * Invariant: until {@link WriteTxn.end} nobody else sees anything of it, so it may be open over many turns. What it puts
 * into the index stands at a revision that is still to come; which keys hang on which lease, and the watchers, change at
 * the end.
 */
import { assert, type Slices } from '@kuorum/base';
import { fromByteString, toByteString } from './byte-string.js';
import type { KeyIndex } from './key-index.js';
import { keyRange, type KeyRange } from './key-range.js';
import { encodePut, encodeRecordKey, encodeTombstone } from './record-codec.js';
import type { MvccStore } from './store.js';
import { asRevision, NO_LEASE, REVISION_NONE, type KeyValue, type Revision, type WatchEvent } from './types.js';

const noValue = new Uint8Array(0);

export class WriteTxn {
  /** What its changes get. */
  readonly main: Revision;
  private readonly events: WatchEvent[] = [];
  private readonly names: string[] = [];
  private complete: Map<WatchEvent, WatchEvent> | undefined;
  /** Keys whose lease is another one afterwards, if only none. */
  private leases: Map<string, bigint> | undefined;
  private ended = false;

  /** `leavesLeases`: the caller sees to the lease that all its keys hang on. */
  constructor(
    private readonly store: MvccStore,
    private readonly leavesLeases = false,
  ) {
    this.main = asRevision(store.currentRevision + 1);
  }

  /** The revision that reads inside see, and that a response header shows now. */
  get revision(): Revision {
    return this.events.length > 0 ? this.main : asRevision(this.main - 1);
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
    this.names.push(name);
    this.hang(name, lease);
  }

  /** How many keys it deleted; what they were is put into `prevKvs`. */
  *deleteRange(key: Uint8Array, rangeEnd: Uint8Array | undefined, prevKvs?: KeyValue[]): Slices<number> {
    this.store.counts.deletes++;
    const before = this.events.length;
    const { revision } = this;
    let rest: KeyRange | undefined = keyRange(key, rangeEnd);
    while ((rest = this.deleteSlice(rest, revision, prevKvs)) !== undefined) yield;
    return this.events.length - before;
  }

  /** Deletes a key that may not be there. */
  deleteOne(name: string): void {
    this.store.counts.deletes++;
    this.deleteSlice({ start: name, end: undefined, isPoint: true }, this.revision);
  }

  /** Commits and tells the watchers; the revision of the store afterwards. */
  end(): Revision {
    assert(!this.ended, 'a transaction ends once');
    this.ended = true;
    for (const [name, lease] of this.leases ?? []) this.moveTo(lease, name);
    const { main: revision, events, names, complete } = this;
    this.store.commit({ revision, events, names, complete });
    return this.store.currentRevision;
  }

  /** Of the keys that exist at `revision`; gives what is left of `range`. */
  private deleteSlice(range: KeyRange, revision: Revision, prevKvs?: KeyValue[]): KeyRange | undefined {
    if (range.isPoint) {
      const keyIndex = this.store.indexOf(range.start);
      if (keyIndex?.existsAt(revision) === true) this.delete(range.start, keyIndex, revision, prevKvs);
      return undefined;
    }
    let visited = 0;
    let next: string | undefined;
    this.store.walk(range, (name, keyIndex) => {
      if (visited++ === this.store.sliceKeys) {
        next = name;
        return false;
      }
      if (keyIndex.existsAt(revision)) this.delete(name, keyIndex, revision, prevKvs);
      return true;
    });
    return next === undefined ? undefined : { ...range, start: next };
  }

  private delete(name: string, keyIndex: KeyIndex, revision: Revision, prevKvs: KeyValue[] | undefined): void {
    const { store } = this;
    const sub = this.nextSub();
    const key = fromByteString(name);
    const kv = {
      key,
      createRevision: REVISION_NONE,
      modRevision: this.main,
      version: 0,
      value: noValue,
      lease: NO_LEASE,
    };
    const event: WatchEvent = { type: 'delete', kv };
    const wanted = store.wantsPrevious(name);
    const at = wanted || prevKvs !== undefined ? keyIndex.at(revision) : undefined;
    if (at !== undefined) {
      const old = store.load(at);
      prevKvs?.push(old);
      // Another operation of this transaction may have put it: that is nothing to show to a watcher.
      if (wanted && at.main < this.main) this.show(event, old);
    }
    assert(keyIndex.tombstone(this.main, sub), 'a key to delete must exist');
    store.backend.put(encodeRecordKey(this.main, sub), encodeTombstone(key));
    this.events.push(event);
    this.names.push(name);
    this.hang(name, NO_LEASE);
  }

  private show(event: WatchEvent, prevKv: KeyValue): void {
    (this.complete ??= new Map<WatchEvent, WatchEvent>()).set(event, { ...event, prevKv });
  }

  private hang(name: string, lease: bigint): void {
    if (this.leavesLeases) return;
    if (this.leases?.has(name) === true || this.store.leases.leaseOf(name) !== lease)
      (this.leases ??= new Map<string, bigint>()).set(name, lease);
  }

  private moveTo(lease: bigint, name: string): void {
    const { leases } = this.store;
    const old = leases.leaseOf(name);
    if (old === lease) return;
    if (old !== NO_LEASE) leases.detach(old, name);
    if (lease !== NO_LEASE) leases.attach(lease, name);
  }

  private nextSub(): number {
    assert(!this.ended, 'the transaction has ended');
    return this.events.length;
  }
}

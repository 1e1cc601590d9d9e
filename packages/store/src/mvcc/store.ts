/**
 * The multi-version store (etcd `server/storage/mvcc/kvstore.go`): an index in memory from keys to revisions, records
 * in the backend under their revision. Every mutating request is one {@link WriteTxn} with one main revision.
 *
 * Invariants:
 * - each main revision above the compacted one, up to the current one, has records (main, 0), (main, 1), … without gap
 *   (revision 1, the fresh store, has none);
 * - at every revision ≥ the compacted one a read gives what it gave when that revision was current;
 * - `currentRevision` never decreases, over restarts too.
 */
import { assert, mustGet } from '@kuorum/base';
import type { Commit, StoreObserver } from './commit.js';
import { MvccCounts } from './counts.js';
import { crc32c } from './crc32c.js';
import { type KeyIndex, newKeyIndex, type RecordLocation, type VersionLocation } from './key-index.js';
import type { KeyRange } from './key-range.js';
import { COMPACTION_SLICE_KEYS, COMPACTION_SLICE_RECORDS, WORK_SLICE_KEYS } from './limits.js';
import { COMPACTED_KEY, decodeRecord, decodeRevision, encodeRecordKey, encodeRevision } from './record-codec.js';
import { RestoredHistory } from './restored-history.js';
import { SortedMap } from './sorted-map.js';
import {
  asRevision,
  MvccError,
  noLeases,
  REVISION_FIRST,
  RestoreError,
  type KeyValue,
  type KvBackend,
  type LeaseBook,
  type Revision,
  type StoreHash,
  type WatchEvent,
} from './types.js';
import { WriteTxn } from './write-txn.js';

export interface MvccStoreOptions {
  readonly leases?: LeaseBook;
  readonly counts?: MvccCounts;
  /** Keys that one slice of a deletion or of a read looks at. */
  readonly sliceKeys?: number | undefined;
}

export class MvccStore {
  readonly leases: LeaseBook;
  readonly counts: MvccCounts;
  readonly sliceKeys: number;
  private index = new SortedMap<KeyIndex>();
  private current: Revision = REVISION_FIRST;
  /** −1 = never compacted, as in etcd. */
  private compacted = -1;
  /** The key that the running compaction comes to next; undefined = none is running. */
  private compactionCursor: string | undefined;
  private restoring: RestoredHistory | undefined;
  private writing: WriteTxn | undefined;
  private observer: StoreObserver | undefined;

  constructor(
    readonly backend: KvBackend,
    options: MvccStoreOptions = {},
  ) {
    this.leases = options.leases ?? noLeases;
    this.counts = options.counts ?? new MvccCounts();
    this.sliceKeys = options.sliceKeys ?? WORK_SLICE_KEYS;
  }

  get currentRevision(): Revision {
    return this.current;
  }

  /** The last compacted revision; reads below it are refused. 0 = never compacted. */
  get compactRevision(): Revision {
    return asRevision(Math.max(0, this.compacted));
  }

  /** Keys that the index knows, deleted ones that are not compacted yet among them. */
  get keyCount(): number {
    return this.index.size;
  }

  get isCompacting(): boolean {
    return this.compactionCursor !== undefined;
  }

  observe(observer: StoreObserver): void {
    assert(this.observer === undefined, 'a store has one observer');
    this.observer = observer;
  }

  // Reads

  /** The revision to read at for what a client asked (≤ 0 = `latest`); throws when it is not readable. */
  readRevision(requested: number, latest: Revision): Revision {
    if (requested <= 0) return latest;
    if (requested > latest) throw new MvccError('futureRevision');
    if (requested < this.compacted) throw new MvccError('compacted');
    return asRevision(requested);
  }

  locate(key: string, revision: Revision): VersionLocation | undefined {
    return this.index.get(key)?.at(revision);
  }

  /** Every key of `range` that exists at `revision`, in key order, until `visit` gives false. */
  forEach(range: KeyRange, revision: Revision, visit: (at: VersionLocation, key: string) => boolean | void): void {
    this.walk(range, (key, keyIndex) => {
      const at = keyIndex.at(revision);
      return at === undefined ? undefined : visit(at, key);
    });
  }

  /** Every key of `range` that the index knows, in key order, until `visit` gives false. */
  walk({ start, end, isPoint }: KeyRange, visit: (key: string, keyIndex: KeyIndex) => boolean | void): void {
    if (!isPoint) {
      this.index.forEach(start, end, visit);
      return;
    }
    const keyIndex = this.index.get(start);
    if (keyIndex !== undefined) visit(start, keyIndex);
  }

  /** How many keys of `range` exist at `revision`. */
  count(range: KeyRange, revision: Revision): number {
    let count = 0;
    this.walk(range, (_key, keyIndex) => {
      if (keyIndex.existsAt(revision)) count++;
    });
    return count;
  }

  load(at: { readonly main: Revision; readonly sub: number }): KeyValue {
    const record = this.backend.get(encodeRecordKey(at.main, at.sub));
    return decodeRecord(at.main, mustGet(record, `the record of revision ${at.main}.${at.sub}`)).kv;
  }

  /** The version of `key` just before `revision`; undefined when there was none or it is compacted away. */
  loadBefore(key: string, revision: Revision): KeyValue | undefined {
    if (revision - 1 < this.compacted) return undefined;
    const at = this.locate(key, asRevision(revision - 1));
    return at === undefined ? undefined : this.load(at);
  }

  /** The changes of one main revision, in order. */
  eventsAt(revision: Revision): WatchEvent[] {
    const events: WatchEvent[] = [];
    for (let sub = 0; ; sub++) {
      const record = this.backend.get(encodeRecordKey(revision, sub));
      if (record === undefined) break;
      const { tombstone, kv } = decodeRecord(revision, record);
      events.push({ type: tombstone ? 'delete' : 'put', kv });
    }
    // A compaction of etcd's keeps no deletion at its revision, and none need have been written at a bumped one.
    const mayBeEmpty = revision <= Math.max(REVISION_FIRST, this.compacted);
    assert(events.length > 0 || mayBeEmpty, `revision ${revision} must have a record`);
    return events;
  }

  // Writes

  /** One at a time; ends with {@link WriteTxn.end}. */
  beginWrite(leavesLeases = false): WriteTxn {
    assert(this.writing === undefined, 'one write transaction at a time');
    this.writing = new WriteTxn(this, leavesLeases);
    return this.writing;
  }

  // For WriteTxn only

  indexPut(key: string, main: Revision, sub: number): { createRevision: Revision; version: number } {
    return this.index.getOrAdd(key, newKeyIndex).put(main, sub);
  }

  indexOf(key: string): KeyIndex | undefined {
    return this.index.get(key);
  }

  wantsPrevious(name: string): boolean {
    return this.observer?.wantsPrevious(name) ?? false;
  }

  commit(commit: Commit): void {
    this.writing = undefined;
    if (commit.events.length === 0) return;
    assert(commit.revision === this.current + 1, `revision ${commit.revision} must follow ${this.current}`);
    this.current = commit.revision;
    this.observer?.committed(commit);
  }

  // Compaction

  /** Makes revisions below `revision` unreadable at once; their records go with {@link compactSlice}. */
  compact(revision: number): void {
    if (revision <= this.compacted) throw new MvccError('compacted');
    if (revision > this.current) throw new MvccError('futureRevision');
    this.compacted = revision;
    this.backend.put(COMPACTED_KEY, encodeRevision(asRevision(revision)));
    this.compactionCursor = '';
  }

  /**
   * Removes up to `recordsMax` compacted records of up to `keysMax` keys; true while there are more. What went is
   * gone for good with the next flush, so a restart at any point finds the rest.
   */
  compactSlice(keysMax: number = COMPACTION_SLICE_KEYS, recordsMax: number = COMPACTION_SLICE_RECORDS): boolean {
    if (this.compactionCursor === undefined) return false;
    const emptied: string[] = [];
    let visited = 0;
    let left = recordsMax;
    let next: string | undefined;
    const drop = (main: number, sub: number): void => {
      this.counts.compacted++;
      this.backend.delete(encodeRecordKey(main, sub));
    };
    this.index.forEach(this.compactionCursor, undefined, (key, keyIndex) => {
      // A key at which the records run out may have more of them: the next slice looks again.
      if (visited++ === keysMax || left === 0) {
        next = key;
        return false;
      }
      left -= keyIndex.compact(this.compacted, drop, left);
      if (keyIndex.isEmpty) emptied.push(key);
      else if (left === 0) {
        next = key;
        return false;
      }
      return true;
    });
    for (const key of emptied) this.index.delete(key);
    this.compactionCursor = next;
    return next !== undefined;
  }

  // Hash

  /**
   * A checksum of every version up to `revision` (≤ 0 = current) that a compaction keeps, in order of revision: equal
   * on all members at equal revision and compacted revision, however far their compactions have come.
   */
  hash(revision: number): StoreHash {
    const upTo = this.readRevision(revision, this.current);
    const locations: RecordLocation[] = [];
    this.index.forEach('', undefined, (_key, keyIndex) => {
      keyIndex.forEachKept(this.compacted, upTo, (main, sub) => void locations.push([main, sub]));
    });
    locations.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let hash = 0;
    for (const [main, sub] of locations) {
      const key = encodeRecordKey(main, sub);
      hash = crc32c(mustGet(this.backend.get(key), `the record of revision ${main}.${sub}`), crc32c(key, hash));
    }
    return { hash, revision: upTo, compactRevision: this.compactRevision };
  }

  // Restore

  /**
   * Takes one stored record; feed all of them (prefix MVCC_PREFIX) in key order, then {@link finishRestore}. What is
   * served meanwhile is what was there before.
   */
  restoreRecord(key: Uint8Array, value: Uint8Array): void {
    this.restoring ??= new RestoredHistory();
    this.restoring.add(key, value);
  }

  /** Instead of the records: what was made of them already. */
  restoreFrom(history: RestoredHistory): void {
    this.restoring = history;
  }

  /** Swaps in what was restored (nothing fed = an empty store) and attaches keys to their leases. */
  finishRestore(): void {
    assert(this.writing === undefined, 'no restore inside a write transaction');
    const restored = this.restoring ?? new RestoredHistory();
    const stored = this.backend.get(COMPACTED_KEY);
    const compacted = stored === undefined ? -1 : decodeRevision(stored);
    restored.mustHaveNoHoleAbove(compacted);
    this.compacted = compacted;
    this.index = restored.index;
    this.current = asRevision(Math.max(restored.lastRevision, compacted));
    for (const [key, lease] of restored.leaseByKey) {
      if (!this.leases.has(lease)) throw new RestoreError(`lease ${lease} is missing though a key hangs on it`);
      this.leases.attach(lease, key);
    }
    this.restoring = undefined;
    // A crash may have cut the last compaction short: run over it again.
    this.compactionCursor = this.compacted > 0 ? '' : undefined;
    this.observer?.restored();
  }

  /** Throws when an invariant of the index is broken. For tests and the simulation. */
  checkInvariants(): void {
    this.index.checkInvariants();
    this.index.forEach('', undefined, (_key, keyIndex) => {
      keyIndex.checkInvariants();
      assert(!keyIndex.isEmpty, 'an empty key index is removed');
      assert(keyIndex.lastRevision <= this.current, 'no revision is ahead of the current one');
    });
  }
}

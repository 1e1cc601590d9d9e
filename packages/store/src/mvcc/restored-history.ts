/**
 * The index as it is read back from records: from a member's own disk, or from a snapshot while that is still on its way.
 * {@link MvccStore.finishRestore} takes it over.
 *
 * Main revisions above the compacted one must have no holes: one is a lost write. Where the compacted revision is, is known at the
 * end only (its record comes after the history), so the last hole is kept in mind.
 */
import { toByteString } from './byte-string.js';
import { KeyIndex } from './key-index.js';
import { decodeIndexed, decodeRecordKey } from './record-codec.js';
import { SortedMap } from './sorted-map.js';
import { NO_LEASE, REVISION_FIRST, RestoreError, type Revision } from './types.js';

export class RestoredHistory {
  readonly index = new SortedMap<KeyIndex>();
  readonly leaseByKey = new Map<string, bigint>();
  private last: Revision = REVISION_FIRST;
  /** The last revision with a hole before it, and the one before the hole. */
  private hole: { readonly after: number; readonly before: number } | undefined;

  get lastRevision(): Revision {
    return this.last;
  }

  /** One record of the history, in key order. Throws {@link RestoreError}. */
  add(key: Uint8Array, value: Uint8Array): void {
    const { main, sub } = decodeRecordKey(key);
    if (main < this.last) throw new RestoreError(`revision ${main} comes after ${this.last}`);
    if (main > this.last + 1) this.hole = { after: this.last, before: main };
    this.last = main;
    const record = decodeIndexed(main, value);
    const name = toByteString(record.key);
    const keyIndex = this.index.getOrAdd(name, newKeyIndex);
    if (record.tombstone) keyIndex.restoreTombstone(main, sub);
    else keyIndex.restorePut(main, sub, record.createRevision, record.version);
    if (record.lease !== NO_LEASE) this.leaseByKey.set(name, record.lease);
    else if (this.leaseByKey.size > 0) this.leaseByKey.delete(name);
  }

  /** `compacted`: −1 = never. Throws {@link RestoreError}. */
  mustHaveNoHoleAbove(compacted: number): void {
    const { hole } = this;
    if (hole === undefined || hole.before <= compacted + 1) return;
    const missing = Math.max(hole.after, compacted) + 1;
    throw new RestoreError(`revision ${missing} is missing before ${hole.before}`);
  }
}

function newKeyIndex(): KeyIndex {
  return new KeyIndex();
}

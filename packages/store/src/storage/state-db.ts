/**
 * The replicated state on LevelDB: a write buffer in front (what was put is read back at once), flushed as one batch
 * together with how far the log was applied, so that after a crash the state is exactly that of some applied index.
 * Flushes are not synced by themselves: the raft log is, and is replayed from {@link StateDb.applied}.
 *
 * Keys are the caller's; a first byte 0 is taken ('k' and 'm' are mvcc's, 'l' leases', 'a' users and roles, any other is the shell's).
 */
import { assert } from '@kuorum/base';
import type { ConfState, LogIndex, SnapshotMetadata, Term } from '../raft/types.js';
import { EntryHold } from './entry-hold.js';
import { FrozenView } from './frozen-view.js';
import { claimDirectory } from './identity.js';
import {
  deleteRange,
  GroupWriter,
  openLevel,
  scanLevel,
  type Level,
  type StoredRecord,
  type WriteOp,
} from './level.js';
import { badSnapshot, SnapshotDecoder } from './snapshot-codec.js';
import {
  APPLIED_KEY,
  CONF_STATE_KEY,
  decodeApplied,
  decodeGeneration,
  encodeApplied,
  encodeConfState,
  encodeGeneration,
  GENERATION_BYTES,
  GENERATION_KEY,
  IDENTITY_KEY,
  INSTALLED_KEY,
  keyOf,
  NOTHING_FROM,
  NOTHING_TO,
  rangeOf,
} from './state-codec.js';
import type { SnapshotExport, SnapshotInstall } from './snapshot-types.js';
import { StorageError, type Identity } from './types.js';
import { WriteBuffer } from './write-buffer.js';

/** How far the state machine is, written in the same batch as what was applied. */
export interface Applied {
  readonly index: LogIndex;
  readonly term: Term;
  readonly confState: ConfState;
}

export class StateDb {
  private readonly buffer = new WriteBuffer();
  private appliedNow: Applied;
  /** `appliedNow` is further than the last flush. */
  private isAhead = false;
  private storedConfState: ConfState | undefined;
  private installing = false;
  private readonly entry = new EntryHold();
  private cleaning: Promise<void> = Promise.resolve();
  private closing = false;

  private constructor(
    private readonly db: Level,
    private readonly writer: GroupWriter,
    private generation: number,
  ) {
    this.appliedNow = this.loadApplied();
  }

  static async open(dir: string, identity: Identity, unsafeNoFsync = false): Promise<StateDb> {
    const db = await openLevel(dir);
    try {
      const writer = new GroupWriter(db, unsafeNoFsync);
      await claimDirectory(db, writer, IDENTITY_KEY, identity);
      const pointer = db.getSync(GENERATION_KEY);
      const state = new StateDb(db, writer, pointer === undefined ? 1 : decodeGeneration(pointer));
      await state.deleteOtherGenerations();
      return state;
    } catch (error) {
      await db.close();
      throw error;
    }
  }

  /** As of the last `advanceTo` or flush called; index 0 and an empty ConfState on a fresh directory. */
  get applied(): Applied {
    return this.appliedNow;
  }

  /** The index of the snapshot that this state was installed from; 0 = it was not. */
  get installedIndex(): number {
    const bytes = this.db.getSync(keyOf(this.generation, INSTALLED_KEY));
    return decodeApplied(bytes, undefined).index;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const full = keyOf(this.generation, key);
    const op = this.buffer.get(full);
    return op === undefined ? this.db.getSync(full) : op.value;
  }

  put(key: Uint8Array, value: Uint8Array): void {
    this.buffer.set(keyOf(this.generation, key), value);
  }

  delete(key: Uint8Array): void {
    this.buffer.set(keyOf(this.generation, key), undefined);
  }

  /**
   * All that was put and deleted so far belongs to entries up to `applied`: to be called after each, in the same turn, so
   * that whatever flushes next, whenever it does, writes a state of exactly that index.
   */
  advanceTo(applied: Applied): void {
    this.mustNotGoBack(applied);
    this.appliedNow = applied;
    this.isAhead = true;
    this.entry.end();
  }

  /**
   * The entry after {@link applied} is applied in part, and others have their turn: what it put is not written before the
   * rest of it has come and {@link advanceTo} says so. Whoever wants it written waits.
   */
  hold(): void {
    this.entry.begin();
  }

  /** The member has failed or stopped: whoever waits for the rest of an entry is refused, as it may never come. */
  giveUp(): void {
    this.entry.giveUp();
  }

  /** About how much the next flush will write; 0 = nothing was put since the last one. */
  get unflushedBytes(): number {
    return this.buffer.bytes;
  }

  /** Resolves when everything up to {@link applied} is in LevelDB, and views of it show it. */
  async written(): Promise<void> {
    await this.entry.over();
    if (this.isAhead) await this.flush(this.appliedNow);
    else await this.writer.write([], false);
  }

  /**
   * Writes all that was put and deleted since the last call, and how far that is, as one batch. It need not be awaited
   * before the next: reads see it at once, and the batches are written in order.
   */
  async flush(applied: Applied, options: { readonly sync?: boolean } = {}): Promise<void> {
    this.mustNotGoBack(applied);
    assert(!this.entry.isHeld, 'an entry must not be written in parts');
    const flushed = this.buffer.take();
    this.appliedNow = applied;
    this.isAhead = false;
    const ops: WriteOp[] = [...flushed.values()];
    ops.push({ key: keyOf(this.generation, APPLIED_KEY), value: encodeApplied(applied) });
    if (applied.confState !== this.storedConfState) {
      ops.push({ key: keyOf(this.generation, CONF_STATE_KEY), value: encodeConfState(applied.confState) });
      this.storedConfState = applied.confState;
    }
    await this.writer.write(ops, options.sync ?? false);
    this.buffer.landed(flushed);
  }

  /**
   * Makes all that was applied durable: to be awaited before the raft log is truncated. A synced write would only cover
   * LevelDB's newest log file, and a power cut could still take the one before it. A compaction writes what is in
   * memory to a table file, synced, whatever range it is for; this one is for a range that holds nothing.
   */
  async sync(): Promise<void> {
    await this.written();
    await this.db.compactRange(NOTHING_FROM, NOTHING_TO);
  }

  /** Batches of records whose key starts with `prefix`, in key order. */
  async *scan(prefix: Uint8Array): AsyncGenerator<readonly StoredRecord[]> {
    await this.written();
    const [from, to] = rangeOf(this.generation, prefix);
    for await (const records of scanLevel(this.db, from, to)) {
      yield records.map(([key, value]) => [key.subarray(GENERATION_BYTES), value] as const);
    }
  }

  /** A frozen view of what is written now; {@link SnapshotExport.applied} says how far that is. */
  exportSnapshot(): SnapshotExport {
    const view = this.freeze();
    return { applied: view.applied, [Symbol.asyncIterator]: () => view.chunks(), close: () => view.close() };
  }

  /** What is written now, to be read at leisure. */
  freeze(): FrozenView {
    return new FrozenView(this.db, this.generation);
  }

  /** One at a time: throws `busy` while another is on its way. `onRecord` is shown the records as they come, in key order. */
  beginInstall(onRecord?: (key: Uint8Array, value: Uint8Array) => void): SnapshotInstall {
    if (this.installing) throw new StorageError('busy', 'Cannot install a snapshot as another one is being received');
    this.installing = true;
    const target = this.generation + 1;
    const decoder = new SnapshotDecoder();
    let ended = false;
    let writing: Promise<void> = Promise.resolve();
    return {
      write: async (chunk) => {
        if (ended) throw badSnapshot('it was ended before');
        // What an earlier attempt left in this generation must be gone before the first record.
        await this.cleaning;
        const records = decoder.add(chunk);
        const ops = records.map(([key, value]) => ({ key: keyOf(target, key), value }));
        // The next chunk is decoded while this one is written; a failure is heard by the next call.
        await writing;
        // Given up meanwhile: what is written now would be found in the generation that the next one uses.
        if (ended) throw badSnapshot('it was ended before');
        writing = this.writer.write(ops, false);
        writing.catch(() => undefined);
        if (onRecord !== undefined) for (const [key, value] of records) onRecord(key, value);
      },
      get isComplete() {
        return decoder.isComplete;
      },
      commit: async (metadata) => {
        if (ended || !decoder.isComplete) throw badSnapshot('it is not complete');
        ended = true;
        await writing;
        await this.switchTo(target, metadata);
        this.installing = false;
      },
      abort: async () => {
        if (ended) return;
        ended = true;
        // What is still on its way to the disk must land first, or it would come after all was deleted.
        this.cleaning = Promise.all([this.cleaning, writing]).then(() => this.deleteGeneration(target));
        await this.cleaning;
        this.installing = false;
      },
    };
  }

  /** About how many bytes the state takes on disk. What LevelDB still holds in memory is not counted. */
  async sizeBytes(): Promise<number> {
    const [from, to] = rangeOf(this.generation);
    return this.db.approximateSize(from, to);
  }

  /** Gives the space of deleted records back to the file system. */
  async defragment(): Promise<void> {
    // What was deleted a moment ago counts too.
    await this.written();
    const [from, to] = rangeOf(this.generation);
    await this.db.compactRange(from, to);
  }

  /** What cannot be written any more is dropped: the raft log has it. */
  async close(): Promise<void> {
    this.closing = true;
    await this.cleaning.catch(() => undefined);
    if (this.isAhead && !this.entry.isHeld) await this.flush(this.appliedNow).catch(() => undefined);
    await this.writer.settled();
    await this.db.close();
  }

  private async switchTo(target: number, { index, term, confState }: SnapshotMetadata): Promise<void> {
    const old = this.generation;
    const applied: Applied = { index, term, confState };
    // Every record of it first, then the pointer to it.
    await this.sync();
    await this.writer.write(
      [
        { key: keyOf(target, APPLIED_KEY), value: encodeApplied(applied) },
        { key: keyOf(target, CONF_STATE_KEY), value: encodeConfState(confState) },
        { key: keyOf(target, INSTALLED_KEY), value: encodeApplied(applied) },
        { key: GENERATION_KEY, value: encodeGeneration(target) },
      ],
      true,
    );
    this.generation = target;
    this.buffer.drop();
    this.isAhead = false;
    this.appliedNow = applied;
    this.storedConfState = confState;
    this.cleaning = this.deleteGeneration(old);
    // Whoever waits for it hears of a failure; the writer refuses everything after one anyway.
    this.cleaning.catch(() => undefined);
  }

  private mustNotGoBack({ index }: Applied): void {
    assert(index >= this.appliedNow.index, `cannot go back to ${index} from ${this.appliedNow.index}`);
  }

  private loadApplied(): Applied {
    const read = (key: Uint8Array): Uint8Array | undefined => this.db.getSync(keyOf(this.generation, key));
    const applied = decodeApplied(read(APPLIED_KEY), read(CONF_STATE_KEY));
    this.storedConfState = applied.confState;
    return applied;
  }

  /** What a crash left: an install that was not committed, or an old generation not quite deleted. */
  private async deleteOtherGenerations(): Promise<void> {
    await this.deleteRecords(encodeGeneration(1), encodeGeneration(this.generation));
    await this.deleteRecords(encodeGeneration(this.generation + 1), encodeGeneration(0xffff_ffff));
  }

  private deleteGeneration(generation: number): Promise<void> {
    return this.deleteRecords(...rangeOf(generation));
  }

  private deleteRecords(from: Uint8Array, to: Uint8Array): Promise<void> {
    return deleteRange(this.db, this.writer, [from, to], () => this.closing);
  }
}

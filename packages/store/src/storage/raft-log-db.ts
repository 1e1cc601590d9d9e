/**
 * The raft log on LevelDB: entries and HardState, each round of the Ready loop in one batch. The membership is not
 * here but with the state (StateDb), which is where it is applied.
 *
 * Invariants on disk: entries are contiguous from the truncation point on, their terms do not decrease, and the commit
 * index lies within them. A log that breaks one is refused as it stands; nothing is repaired behind the operator's back.
 */
import { assert, mustGet } from '@kuorum/base';
import {
  asLogIndex,
  INDEX_ZERO,
  NO_NODE,
  TERM_ZERO,
  type Entry,
  type HardState,
  type LogIndex,
  type LogStart,
  type SnapshotMetadata,
} from '../raft/index.js';
import { claimDirectory } from './identity.js';
import { checkLevelLogs } from './level-log-check.js';
import { GroupWriter, openLevel, scanLevel, type Level, type WriteOp } from './level.js';
import { DELETE_BATCH_RECORDS } from './limits.js';
import { LogCache, type CachedLogStorage } from './log-cache.js';
import {
  decodeEntry,
  decodeEntryKey,
  decodeHardState,
  decodePosition,
  encodeEntry,
  encodeHardState,
  encodePosition,
  ENTRIES_FROM,
  ENTRIES_TO,
  entryKey,
  HARD_STATE_KEY,
  IDENTITY_KEY,
  TRUNCATED_KEY,
} from './log-codec.js';
import { RESTORE_ADVICE, StorageError, type Identity } from './types.js';

export interface RaftLogBatch {
  readonly entries?: readonly Entry[];
  readonly hardState?: HardState | undefined;
  /** Ready.mustSync: a crash must not lose this batch. */
  readonly sync: boolean;
}

export class RaftLogDb {
  private readonly cache = new LogCache();
  /** The last index that the disk will hold once every write on its way is through. */
  private queuedLast: LogIndex = INDEX_ZERO;
  private fresh = true;

  /** Keys and values written since the start. */
  get writtenBytes(): number {
    return this.writer.writtenBytes;
  }

  private constructor(
    private readonly db: Level,
    private readonly writer: GroupWriter,
  ) {}

  static async open(dir: string, identity: Identity, unsafeNoFsync = false): Promise<RaftLogDb> {
    await checkLevelLogs(dir);
    const db = await openLevel(dir);
    try {
      const writer = new GroupWriter(db, unsafeNoFsync);
      await claimDirectory(db, writer, IDENTITY_KEY, identity);
      const log = new RaftLogDb(db, writer);
      await log.load();
      return log;
    } catch (error) {
      await db.close();
      throw error;
    }
  }

  /** For RawNode. */
  get storage(): CachedLogStorage {
    return this.cache;
  }

  /** Nothing was saved before this start. */
  get isFresh(): boolean {
    return this.fresh;
  }

  /** One batch; resolves when it is written (and synced, if asked), and then visible in {@link storage}. */
  async save(batch: RaftLogBatch): Promise<void> {
    const { entries = [], hardState, sync } = batch;
    const ops: WriteOp[] = [];
    const last = entries.at(-1);
    if (last !== undefined) {
      for (const entry of entries) ops.push({ key: entryKey(entry.index), value: encodeEntry(entry) });
      for (let i = last.index + 1; i <= this.queuedLast; i++) ops.push({ key: entryKey(i), value: undefined });
      this.queuedLast = last.index;
    }
    if (hardState !== undefined) ops.push({ key: HARD_STATE_KEY, value: encodeHardState(hardState) });
    await this.writer.write(ops, sync);
    this.cache.append(entries);
    if (hardState !== undefined) this.cache.setHardState(hardState);
  }

  /** Forgets entries up to `index`, inclusive; the state must be durable up to there (`StateDb.sync`). */
  async truncate(index: LogIndex): Promise<void> {
    const first = this.cache.firstIndex();
    if (index < first) return;
    const position: LogStart = { index, term: mustGet(this.cache.term(index), `the term of entry ${index}`) };
    let ops: WriteOp[] = [{ key: TRUNCATED_KEY, value: encodePosition(position) }];
    for (let i: number = first; i <= index; i++) {
      ops.push({ key: entryKey(i), value: undefined });
      if (ops.length < DELETE_BATCH_RECORDS) continue;
      await this.writer.write(ops, false);
      ops = [];
    }
    await this.writer.write(ops, false);
    this.cache.truncate(index);
  }

  /** The log is empty after `metadata.index` from now on: a snapshot took the place of all before. Synced. */
  async reset(metadata: Pick<SnapshotMetadata, 'index' | 'term'>): Promise<void> {
    const position: LogStart = { index: metadata.index, term: metadata.term };
    const ops: WriteOp[] = [{ key: TRUNCATED_KEY, value: encodePosition(position) }];
    for (let i: number = this.cache.firstIndex(); i <= this.queuedLast; i++) {
      ops.push({ key: entryKey(i), value: undefined });
    }
    const hardState = atLeast(this.cache.initialState().hardState, position);
    ops.push({ key: HARD_STATE_KEY, value: encodeHardState(hardState) });
    this.queuedLast = position.index;
    await this.writer.write(ops, true);
    this.cache.reset(position);
    this.cache.setHardState(hardState);
  }

  async close(): Promise<void> {
    await this.writer.settled();
    await this.db.close();
  }

  private async load(): Promise<void> {
    const hardState = this.loadHardState();
    const truncated = this.loadTruncated();
    const commit = hardState?.commit ?? 0;
    this.fresh = hardState === undefined && truncated.index === 0;
    this.cache.reset(truncated);
    const leftover: WriteOp[] = [];
    let previous: LogStart = truncated;
    let broken: string | undefined;
    // Entries are cut from the first on, so if the last of those that were to go is gone, all are. Their graves are many, and
    // LevelDB would look at each.
    const isCut = this.db.getSync(entryKey(truncated.index)) === undefined;
    const from = isCut ? entryKey(truncated.index + 1) : ENTRIES_FROM;
    for await (const records of scanLevel(this.db, from, ENTRIES_TO)) {
      for (const [key, record] of records) {
        const index = decodeEntryKey(key);
        if (index === undefined) throw this.corrupt('it has a record that is none of ours');
        if (index <= truncated.index) {
          leftover.push({ key, value: undefined });
          continue;
        }
        // A broken entry is told apart by what follows it: the end of the log, or more of it.
        if (broken !== undefined) throw this.corrupt(`${broken}, in the middle of the log`);
        const entry = index === previous.index + 1 ? decodeEntry(index, record) : undefined;
        broken = this.whatIsWrong(index, entry, previous);
        if (entry === undefined) continue;
        this.cache.append([entry]);
        previous = entry;
        this.fresh = false;
      }
    }
    if (broken !== undefined) {
      const lost = previous.index + 1 <= commit ? 'it was committed' : `it is last, above the commit index ${commit}`;
      throw this.corrupt(`${broken}; ${lost}`);
    }
    if (commit > previous.index) throw this.corrupt(`it ends at ${previous.index}, before the commit index ${commit}`);
    this.queuedLast = asLogIndex(previous.index);
    if (hardState !== undefined) this.cache.setHardState(atLeast(hardState, truncated));
    if (leftover.length > 0) await this.writer.write(leftover, false);
  }

  private whatIsWrong(index: LogIndex, entry: Entry | undefined, previous: LogStart): string | undefined {
    if (index !== previous.index + 1) return `entries ${previous.index + 1} to ${index - 1} are missing`;
    if (entry === undefined) return `entry ${index} fails its checksum or cannot be read`;
    return entry.term < previous.term
      ? `entry ${index} goes back from term ${previous.term} to ${entry.term}`
      : undefined;
  }

  private loadHardState(): HardState | undefined {
    const record = this.db.getSync(HARD_STATE_KEY);
    if (record === undefined) return undefined;
    const hardState = decodeHardState(record);
    if (hardState === undefined)
      throw this.corrupt('the record of term, vote and commit fails its checksum or cannot be read');
    return hardState;
  }

  private loadTruncated(): LogStart {
    const record = this.db.getSync(TRUNCATED_KEY);
    if (record === undefined) return { index: INDEX_ZERO, term: TERM_ZERO };
    const position = decodePosition(record);
    if (position === undefined)
      throw this.corrupt('the record of where the log starts fails its checksum or cannot be read');
    return position;
  }

  private corrupt(reason: string): StorageError {
    return new StorageError(
      'corrupt',
      `Cannot open the raft log in ${this.db.location} as it is damaged: ${reason}. It is left as it is: ${RESTORE_ADVICE}`,
    );
  }
}

/** A HardState that does not lie before what a snapshot made certain: its index was committed, in its term. */
function atLeast(hardState: HardState, position: LogStart): HardState {
  const commit = hardState.commit < position.index ? position.index : hardState.commit;
  if (hardState.term >= position.term) return { ...hardState, commit };
  assert(position.term > 0, 'a position beyond the log has a term');
  return { term: position.term, vote: NO_NODE, commit };
}

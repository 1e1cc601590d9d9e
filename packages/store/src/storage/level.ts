/** Opening LevelDB, and the one writer that each database has. */
import { mkdir } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';
import {
  BATCH_SLICE_RECORDS,
  CACHE_BYTES,
  DELETE_BATCH_RECORDS,
  SCAN_BATCH_BYTES,
  SCAN_BATCH_RECORDS,
  WRITE_BUFFER_BYTES,
} from './limits.js';
import { RESTORE_ADVICE, StorageError } from './types.js';

export type Level = ClassicLevel<Uint8Array, Uint8Array>;
export type LevelSnapshot = ReturnType<Level['snapshot']>;

export type StoredRecord = readonly [key: Uint8Array, value: Uint8Array];

/** `value` undefined = delete. */
export interface WriteOp {
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
}

export async function openLevel(dir: string): Promise<Level> {
  await mkdir(dir, { recursive: true });
  const db: Level = new ClassicLevel(dir, {
    keyEncoding: 'view',
    valueEncoding: 'view',
    cacheSize: CACHE_BYTES,
    writeBufferSize: WRITE_BUFFER_BYTES,
  });
  try {
    await db.open();
  } catch (error) {
    throw openError(dir, error);
  }
  return db;
}

/** Records with from ≤ key < to in batches; a frozen view when `snapshot` is given. */
export async function* scanLevel(
  db: Level,
  from: Uint8Array,
  to: Uint8Array,
  snapshot?: LevelSnapshot,
): AsyncGenerator<StoredRecord[]> {
  const range = { gte: from, lt: to, highWaterMarkBytes: SCAN_BATCH_BYTES, fillCache: false };
  const iterator = db.iterator(snapshot === undefined ? range : { ...range, snapshot });
  const read = (): Promise<StoredRecord[]> => {
    const records = iterator.nextv(SCAN_BATCH_RECORDS);
    // Whoever asks for the batch hears of a failure; nobody may ask for it any more.
    records.catch(() => undefined);
    return records;
  };
  try {
    // A batch ahead: LevelDB reads in a thread of its own while the one before is worked on.
    let next = read();
    for (;;) {
      const records = await next;
      if (records.length === 0) return;
      next = read();
      yield records;
    }
  } finally {
    await iterator.close();
  }
}

/**
 * The one writer of a database: LevelDB gives no order between parallel writes. What comes while a batch is on its way
 * to the disk shares the next one (group commit), synced when any of its parts must be. The first failure is the last
 * word: every later write rejects with it.
 */
export class GroupWriter {
  private pending: WriteOp[] = [];
  private pendingSync = false;
  /** Resolves with the group that `pending` will be written in; undefined = nothing pends. */
  private nextGroup: Promise<void> | undefined;
  private lastGroup: Promise<void> = Promise.resolve();
  /** No group is on its way to the disk, and none has failed. */
  private idle = true;
  /** Keys and values given to LevelDB. */
  writtenBytes = 0;

  /** `unsafeNoFsync`: whatever must be synced is not (--unsafe-no-fsync). */
  constructor(
    private readonly db: Level,
    private readonly unsafeNoFsync = false,
  ) {}

  write(ops: readonly WriteOp[], sync: boolean): Promise<void> {
    for (const op of ops) this.pending.push(op);
    this.pendingSync ||= sync;
    if (this.nextGroup !== undefined) return this.nextGroup;
    if (this.idle) {
      // At once, in this turn: what the caller does next runs while the disk is at work.
      this.lastGroup = this.writeGroup();
      return this.lastGroup;
    }
    this.nextGroup = this.lastGroup.then(() => this.writeGroup());
    this.lastGroup = this.nextGroup;
    return this.nextGroup;
  }

  /** Resolves when everything written so far is through, whether well or not. */
  async settled(): Promise<void> {
    await this.lastGroup.catch(() => undefined);
  }

  private async writeGroup(): Promise<void> {
    const ops = this.pending;
    const sync = this.pendingSync;
    this.pending = [];
    this.pendingSync = false;
    this.nextGroup = undefined;
    if (ops.length === 0 && !sync) return;
    this.idle = false;
    try {
      const batch = this.db.batch();
      for (const [i, { key, value }] of ops.entries()) {
        // One batch may hold what a deletion of many keys has changed: others have their turn in between.
        if (i % BATCH_SLICE_RECORDS === BATCH_SLICE_RECORDS - 1) await nextTurn();
        if (value === undefined) batch.del(key);
        else batch.put(key, value);
        this.writtenBytes += key.length + (value?.length ?? 0);
      }
      await batch.write({ sync: sync && !this.unsafeNoFsync });
      this.idle = true;
    } catch (error) {
      throw new StorageError('writeFailed', `Cannot write to ${this.db.location}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

/** In batches, each its own write, until nothing is left or `stopped` says so. */
export async function deleteRange(
  db: Level,
  writer: GroupWriter,
  [gte, lt]: readonly [Uint8Array, Uint8Array],
  stopped: () => boolean,
): Promise<void> {
  while (!stopped()) {
    const keys = await db.keys({ gte, lt, limit: DELETE_BATCH_RECORDS }).all();
    if (keys.length === 0) return;
    await writer.write(
      keys.map((key) => ({ key, value: undefined })),
      false,
    );
  }
}

function openError(dir: string, error: unknown): StorageError {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const reason = cause === undefined ? messageOf(error) : messageOf(cause);
  if (code === 'LEVEL_LOCKED') {
    const text = `Cannot open ${dir} as another process has it open: stop that process, or give another --data-dir`;
    return new StorageError('locked', text, { cause: error });
  }
  const text = `Cannot open ${dir} as LevelDB refuses it: ${reason}. To go on, ${RESTORE_ADVICE}`;
  return new StorageError('corrupt', text, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

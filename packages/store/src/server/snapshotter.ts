/**
 * Keeps the raft log short. The state database is the snapshot: every `snapshotCount` applied entries it is made
 * durable, and the log behind it is cut, except for the last entries that let a slow member catch up without one, and
 * for what a member needs that a snapshot is on its way to ({@link LogHolds}).
 *
 * Nobody waits for it: the state becomes durable beside the rounds of the Ready loop, and the log is cut in slices
 * between them. Done within a round it held up every put for as long as LevelDB writes a table.
 */
import type { Logger } from '@kuorum/base/node';
import { asLogIndex, type LogIndex } from '../raft/index.js';
import type { Applied, RaftLogDb, StateDb } from '../storage/index.js';
import { LOG_CUT_ENTRIES } from './limits.js';
import type { LogHolds } from './log-holds.js';
import type { ReadyLoop } from './ready-loop.js';

export interface SnapshotterOptions {
  readonly count: number;
  readonly catchUpEntries: number;
  readonly holds: Pick<LogHolds, 'bound'>;
  readonly loop: () => Pick<ReadyLoop, 'runBetweenRounds'>;
  /** The state could not be made durable: nothing can go on. */
  readonly failed: (error: unknown) => void;
}

export class Snapshotter {
  /** The last snapshot, or, at the start, what is surely not after it: the end of what was cut. */
  private snapshotIndex: LogIndex;
  private syncing: Promise<void> | undefined;

  constructor(
    private readonly log: RaftLogDb,
    private readonly db: StateDb,
    private readonly options: SnapshotterOptions,
    private readonly logger: Logger,
  ) {
    // Not where this run begins: a member that is restarted often would never cut its log.
    this.snapshotIndex = asLogIndex(log.storage.firstIndex() - 1);
    this.offer(db.applied);
  }

  /** To be called after entries were applied. */
  maybeSnapshot(): void {
    const { applied } = this.db;
    if (this.syncing !== undefined || applied.index - this.snapshotIndex < this.options.count) return;
    // Before the log forgets them, the changes must be on the disk: LevelDB may lose an unsynced file at a power cut.
    this.syncing = this.db
      .sync()
      .then(() => this.synced(applied))
      .catch(this.options.failed)
      .finally(() => (this.syncing = undefined));
  }

  installed(): void {
    this.snapshotIndex = this.db.applied.index;
    this.offer(this.db.applied);
  }

  /** After the last round; resolves when the database is not at work for a snapshot. */
  async stop(): Promise<void> {
    // An entry that failed in the middle has no end that one could wait for.
    this.db.giveUp();
    await this.syncing;
  }

  private synced(applied: Applied): void {
    // Another member's snapshot took the place of ours meanwhile.
    if (applied.index <= this.snapshotIndex) return;
    this.snapshotIndex = applied.index;
    this.offer(applied);
    const { catchUpEntries, holds } = this.options;
    const cut = holds.bound(Math.max(0, applied.index - catchUpEntries), this.log.storage);
    this.options.loop().runBetweenRounds(() => this.cutSlice(cut));
    this.logger.debug({ index: applied.index, cut }, 'took a snapshot');
  }

  private async cutSlice(cut: number): Promise<void> {
    const first = this.log.storage.firstIndex();
    if (cut < first) return;
    const last = Math.min(cut, first + LOG_CUT_ENTRIES - 1);
    await this.log.truncate(asLogIndex(last));
    if (last < cut) this.options.loop().runBetweenRounds(() => this.cutSlice(cut));
  }

  private offer({ index, term, confState }: Applied): void {
    if (index > 0) this.log.storage.setSnapshot({ index, term, confState }, new Uint8Array(0));
  }
}

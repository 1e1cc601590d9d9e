/**
 * Keeps the raft log short. The state database is the snapshot: every `snapshotCount` applied entries it is made
 * durable, and the log behind it is cut, except for the last entries that let a slow member catch up without one.
 */
import type { Logger } from '@kuorum/base/node';
import { asLogIndex, type LogIndex } from '../raft/index.js';
import type { RaftLogDb, StateDb } from '../storage/index.js';

export class Snapshotter {
  /** The last snapshot, or, at the start, what is surely not after it: the end of what was cut. */
  private snapshotIndex: LogIndex;

  constructor(
    private readonly log: RaftLogDb,
    private readonly db: StateDb,
    private readonly options: { readonly count: number; readonly catchUpEntries: number },
    private readonly logger: Logger,
  ) {
    // Not where this run begins: a member that is restarted often would never cut its log.
    this.snapshotIndex = asLogIndex(log.storage.firstIndex() - 1);
    this.offer();
  }

  /** To be called between writes, after entries were applied. */
  async maybeSnapshot(): Promise<void> {
    const { index } = this.db.applied;
    if (index - this.snapshotIndex < this.options.count) return;
    // Before the log forgets them, the changes must be on the disk: LevelDB may lose an unsynced file at a power cut.
    await this.db.sync();
    this.snapshotIndex = index;
    this.offer();
    const cut = asLogIndex(Math.max(0, index - this.options.catchUpEntries));
    if (cut >= this.log.storage.firstIndex()) await this.log.truncate(cut);
    this.logger.debug({ index, cut }, 'took a snapshot');
  }

  installed(): void {
    this.snapshotIndex = this.db.applied.index;
    this.offer();
  }

  private offer(): void {
    const { index, term, confState } = this.db.applied;
    if (index > 0) this.log.storage.setSnapshot({ index, term, confState }, new Uint8Array(0));
  }
}

/** Work on the history that must not hold up the rest: replay to watchers and compaction, both in slices. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReadyLoop } from './ready-loop.js';
import type { StateMachine } from './state-machine.js';

export class HistoryKeeper {
  private syncing = false;
  private compacting: (() => void)[] | undefined;

  constructor(
    private readonly machine: StateMachine,
    private readonly loop: () => Pick<ReadyLoop, 'runBetweenRounds'>,
    /** True while the history must be left alone: a snapshot is replacing it, or the member stops. */
    private readonly paused: () => boolean,
  ) {}

  /** Watchers that are behind get their history. */
  syncWatches(): void {
    if (this.syncing || this.paused()) return;
    this.syncing = true;
    const next = (): void => {
      if (!this.paused() && this.machine.watches.syncSlice()) setImmediate(next);
      else this.syncing = false;
    };
    next();
  }

  /** Removes compacted history, each slice flushed; calls `done` when nothing is left of it. */
  compact(done: () => void = () => undefined): void {
    if (this.compacting !== undefined) {
      this.compacting.push(done);
      return;
    }
    this.compacting = [done];
    this.loop().runBetweenRounds(() => this.compactSlice());
  }

  private async compactSlice(): Promise<void> {
    const { mvcc, db } = this.machine;
    const more = mvcc.compactSlice();
    await db.flush(db.applied);
    if (more && !this.paused()) {
      await nextTurn();
      this.loop().runBetweenRounds(() => this.compactSlice());
      return;
    }
    const waiting = this.compacting ?? [];
    this.compacting = undefined;
    for (const tell of waiting) tell();
  }
}

/**
 * Keeps the raft log short, as store/src/server/snapshotter.ts: the state is made durable beside the rounds, then it is
 * offered as the snapshot, and the log behind it goes in slices between them.
 */
import { asLogIndex, type LogIndex } from '@kuorum/store/raft';
import type { LogCache } from '@kuorum/store/server/simulated';
import type { PlantedBug } from './planted-bugs.js';
import type { ReadyRounds } from './ready-rounds.js';
import { type Applied, performLogWrite, type SimDisk } from './sim-disk.js';
import type { SimOptions } from './sim-options.js';

/** Entries that go at once: few, so that a crash falls between two slices. */
const CUT_SLICE_ENTRIES = 3;

export interface LogKeeperHome {
  readonly options: SimOptions;
  readonly bug: PlantedBug | undefined;
  readonly applied: Applied;
  makeDurable(done: () => void): void;
  reach(point: 'beforeStateSync' | 'afterStateSync' | 'betweenCuts'): void;
}

export class LogKeeper {
  private snapshotIndex: LogIndex;
  private isSyncing = false;

  constructor(
    private readonly log: LogCache,
    private readonly disk: SimDisk['log'],
    private readonly rounds: Pick<ReadyRounds, 'runBetweenRounds'>,
    private readonly home: LogKeeperHome,
  ) {
    this.snapshotIndex = asLogIndex(log.firstIndex() - 1);
    this.offer(home.applied);
  }

  /** To be called after entries were applied. */
  maybeSnapshot(): void {
    const { home } = this;
    const { applied, options, bug } = home;
    const isDue = applied.index - this.snapshotIndex >= options.snapshotEvery;
    if (options.snapshotEvery === 0 || this.isSyncing || !isDue) return;
    home.reach('beforeStateSync');
    if (bug === 'log-cut-early') {
      this.synced(applied);
      return;
    }
    this.isSyncing = true;
    home.makeDurable(() => {
      this.isSyncing = false;
      home.reach('afterStateSync');
      this.synced(applied);
    });
  }

  installed(): void {
    this.snapshotIndex = this.home.applied.index;
    this.offer(this.home.applied);
  }

  private synced(applied: Applied): void {
    // Another member's snapshot took the place of ours meanwhile.
    if (applied.index <= this.snapshotIndex) return;
    this.snapshotIndex = applied.index;
    this.offer(applied);
    this.cutLater(Math.max(0, applied.index - this.home.options.snapshotKeep));
  }

  private cutLater(cut: number): void {
    this.rounds.runBetweenRounds((done) => {
      const first = this.log.firstIndex();
      if (cut >= first) {
        const last = Math.min(cut, first + CUT_SLICE_ENTRIES - 1);
        const write = { kind: 'cut', index: asLogIndex(last) } as const;
        this.disk.write(write);
        this.home.reach('betweenCuts');
        performLogWrite(this.log, write);
        if (last < cut) this.cutLater(cut);
      }
      done();
    });
  }

  /** Its data is what a view shows when it is sent. */
  private offer({ index, term, confState }: Applied): void {
    if (index > 0) this.log.setSnapshot({ index, term, confState }, new Uint8Array(0));
  }
}

/**
 * Work on the history that must not hold up the rest: replay to watchers, and compaction. Both go in slices. Those of a
 * compaction run between two rounds of the Ready loop, as they write to the state, and each is flushed before the next
 * one: whatever else waits for the loop gets its turn after every slice.
 *
 * A compaction starts when its entry was applied, on every member; after a restart or an installed snapshot, which find
 * the compacted revision in the state, it starts over (etcd `server/storage/mvcc/kvstore_compaction.go`).
 */
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { etcdError, type EtcdError } from './errors.js';
import { HistoryHasher, type FrozenHistory } from './history-hash.js';
import type { MemberMetrics } from './metrics/member-metrics.js';
import type { ReadyLoop } from './ready-loop.js';
import type { StateMachine } from './state-machine.js';

type Compacted = (error?: EtcdError) => void;

export class HistoryKeeper {
  readonly hashes = new HistoryHasher(() => this.freeze());
  private syncing = false;
  /** When the compaction that runs has begun. */
  private startedMs = 0;
  /** Who waits for the compaction that runs; undefined = none runs. */
  private waiting: Compacted[] | undefined;

  constructor(
    private readonly machine: Pick<StateMachine, 'mvcc' | 'watches' | 'db'>,
    private readonly loop: () => Pick<ReadyLoop, 'runBetweenRounds'>,
    /** True while the history must be left alone: a snapshot is replacing it, or the member stops. */
    private readonly paused: () => boolean,
    /** Runs it in a turn of its own, and sees to what it throws. */
    private readonly soon: (fn: () => void) => void,
    private readonly metrics?: Pick<MemberMetrics, 'compactionMs' | 'compactionSliceMs'>,
    private readonly batchLimit?: number,
  ) {}

  /** Watchers that are behind get their history. */
  syncWatches(): void {
    if (this.syncing || this.paused()) return;
    this.syncing = true;
    const next = (): void => {
      if (!this.paused() && this.machine.watches.syncSlice()) this.soon(next);
      else this.syncing = false;
    };
    next();
  }

  /** Sees to it that compacted history goes away: to be called after whatever may have compacted. */
  startCompaction(): void {
    if (this.waiting !== undefined || !this.machine.mvcc.isCompacting) return;
    this.waiting = [];
    this.startedMs = performance.now();
    this.loop().runBetweenRounds(() => this.compactSlice());
  }

  /** Calls `done` when nothing is left of what is compacted by now, on this member's disk. */
  whenCompacted(done: Compacted): void {
    this.startCompaction();
    if (this.waiting === undefined) done();
    else this.waiting.push(done);
  }

  /**
   * The state of now, between two rounds: everything up to its applied index is written, and no compaction is half done
   * in it. Rejects with EtcdError.
   */
  freeze(): Promise<FrozenHistory> {
    return new Promise((resolve, reject) => {
      const attempt = (): void =>
        this.whenCompacted((error) => {
          if (error !== undefined || this.paused()) return reject(error ?? etcdError('stopped'));
          this.loop().runBetweenRounds(() => {
            if (this.paused()) reject(etcdError('stopped'));
            else if (this.machine.mvcc.isCompacting) attempt();
            else resolve({ view: this.machine.db.freeze(), revision: this.machine.mvcc.currentRevision });
            return Promise.resolve();
          });
        });
      attempt();
    });
  }

  private async compactSlice(): Promise<void> {
    const { mvcc, db } = this.machine;
    const startMs = performance.now();
    const more = mvcc.compactSlice(this.batchLimit, this.batchLimit);
    await db.flush(db.applied);
    this.metrics?.compactionSliceMs.observe(performance.now() - startMs);
    if (!more || this.paused()) {
      if (!more) this.metrics?.compactionMs.observe(performance.now() - this.startedMs);
      this.end(more ? etcdError('stopped') : undefined);
      return;
    }
    await nextTurn();
    this.loop().runBetweenRounds(() => this.compactSlice());
  }

  private end(error: EtcdError | undefined): void {
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const tell of waiting) tell(error);
  }
}

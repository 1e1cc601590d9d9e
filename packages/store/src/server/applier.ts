/**
 * Applies committed entries to the state machine: decode, apply, answer who waits. A refusal
 * (MvccError, LeaseError, AuthError, EtcdError) is a result like any other; every other error is a bug and ends the process.
 *
 * What was applied goes to LevelDB later, many entries in one batch, as bbolt gets it from etcd: the log is durable and is
 * replayed after a crash, so nobody has to wait for that.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assert, type Slices } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { ConfState, Entry } from '../raft/index.js';
import type { Applied } from '../storage/index.js';
import { decodeProposed, type Proposed } from './command.js';
import { toEtcdError, type EtcdError } from './errors.js';
import { APPLY_SLICE_MS, FLUSH_AFTER_BYTES, FLUSH_AFTER_MS, FLUSHES_IN_FLIGHT, SLOW_APPLY_MS } from './limits.js';
import { isSlices, type CommandResult, type StateMachine } from './state-machine.js';

export interface Outcome {
  readonly proposed: Proposed;
  readonly error?: EtcdError;
  readonly result?: CommandResult;
}

export interface AppliedConfChange {
  /** Undefined = the records forbade the change: everything stays. */
  readonly confState?: ConfState;
  /** To be called once it is in the database. */
  readonly afterwards?: () => void;
}

/** Time and turns, as the event loop gives them; a test counts. */
export interface TurnTaker {
  nowMs(): number;
  next(): Promise<void>;
}

/** `goesOn` hears of every slice that ends before its work does. */
export function eventLoop(goesOn: () => void): TurnTaker {
  const next = (): Promise<void> => {
    goesOn();
    return nextTurn();
  };
  return { nowMs: () => performance.now(), next };
}

/** What is to be said of an entry that took longer than this. */
export interface SlowApply {
  readonly afterMs: number;
  readonly tell: (about: object) => void;
}

export function slowApply(afterMs: number | undefined, logger: Pick<Logger, 'warn'>): SlowApply {
  return { afterMs: afterMs ?? SLOW_APPLY_MS, tell: (about) => logger.warn(about, 'apply request took too long') };
}

export class Applier {
  /** Entries that took long. */
  slowCount = 0;
  private readonly flushes: Promise<void>[] = [];
  private flushTimer: NodeJS.Timeout | undefined;
  /** Since when others have waited for their turn. */
  private sliceStartMs = 0;

  constructor(
    private readonly machine: StateMachine,
    private readonly settle: (outcome: Outcome) => void,
    private readonly applyConfChange: (data: Uint8Array) => AppliedConfChange,
    /** A write of the state has failed: nothing can go on. */
    private readonly failed: (error: unknown) => void,
    /** A batch of the state is in LevelDB, so long after it was given. */
    private readonly written: (durationMs: number) => void,
    private readonly slow: SlowApply,
    private readonly turns: TurnTaker,
  ) {}

  get applied(): Applied {
    return this.machine.db.applied;
  }

  /** Entries follow the last applied one without a gap. */
  async apply(entries: readonly Entry[]): Promise<void> {
    let applied = this.applied;
    const outcomes: Outcome[] = [];
    const confChanges: AppliedConfChange[] = [];
    this.sliceStartMs = this.turns.nowMs();
    let entryStartMs = this.sliceStartMs;
    for (const entry of entries) {
      assert(entry.index === applied.index + 1, `entry ${entry.index} cannot be applied after ${applied.index}`);
      let { confState } = applied;
      if (entry.type === 'confChange') {
        const changed = this.applyConfChange(entry.data);
        confState = changed.confState ?? confState;
        confChanges.push(changed);
      } else {
        const started = this.start(entry);
        const outcome = started instanceof Promise ? await started : started;
        if (outcome !== undefined) outcomes.push(outcome);
      }
      applied = { index: entry.index, term: entry.term, confState };
      this.machine.db.advanceTo(applied);
      const nowMs = this.turns.nowMs();
      if (nowMs - entryStartMs > this.slow.afterMs) this.tookLong(entry, nowMs - entryStartMs);
      entryStartMs = nowMs;
      if (nowMs - this.sliceStartMs > APPLY_SLICE_MS) entryStartMs = await this.nextSlice();
    }
    for (const outcome of outcomes) this.settle(outcome);
    if (confChanges.length > 0) await this.machine.db.flush(applied);
    else if (this.machine.db.unflushedBytes >= FLUSH_AFTER_BYTES) await this.flush();
    else this.flushTimer ??= setTimeout(() => void this.flush().catch(this.failed), FLUSH_AFTER_MS);
    for (const { afterwards } of confChanges) afterwards?.();
  }

  private tookLong({ index, data }: Entry, durationMs: number): void {
    this.slowCount++;
    this.slow.tell({ index, bytes: data.length, tookMs: Math.round(durationMs), expectedMs: this.slow.afterMs });
  }

  stop(): void {
    clearTimeout(this.flushTimer);
  }

  /** Resolves at once, unless the disk is far behind. */
  private async flush(): Promise<void> {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    const startMs = performance.now();
    const flushed = this.machine.db.written();
    flushed.then(
      () => this.written(performance.now() - startMs),
      (error: unknown) => this.failed(error),
    );
    this.flushes.push(flushed);
    if (this.flushes.length > FLUSHES_IN_FLIGHT) await this.flushes.shift();
  }

  /** A promise only of what needs more than this turn. */
  private start(entry: Entry): Outcome | undefined | Promise<Outcome> {
    if (entry.data.length === 0) return undefined;
    const proposed = decodeProposed(entry.data);
    try {
      const begun = this.machine.begin(proposed.command, entry.term, entry.index, proposed.caller);
      if (!isSlices(begun)) return { proposed, result: begun };
      const result = this.takeSlices(begun);
      return result === undefined ? this.finish(proposed, begun) : { proposed, result };
    } catch (error) {
      const refusal = toEtcdError(error);
      if (refusal === undefined) {
        // What it may have put already is never written.
        this.machine.db.hold();
        throw error;
      }
      return { proposed, error: refusal };
    }
  }

  /** The rest of a command, over several turns: reads see what was before it, and nothing of it is written, till its end. */
  private async finish(proposed: Proposed, slices: Slices<CommandResult>): Promise<Outcome> {
    for (;;) {
      this.machine.db.hold();
      await this.nextSlice();
      const result = this.takeSlices(slices);
      if (result !== undefined) return { proposed, result };
    }
  }

  /** As many as there is time for in this turn; undefined = there are more. */
  private takeSlices(slices: Slices<CommandResult>): CommandResult | undefined {
    for (;;) {
      const step = slices.next();
      if (step.done === true) return step.value;
      if (this.turns.nowMs() - this.sliceStartMs > APPLY_SLICE_MS) return undefined;
    }
  }

  private async nextSlice(): Promise<number> {
    await this.turns.next();
    this.sliceStartMs = this.turns.nowMs();
    return this.sliceStartMs;
  }
}

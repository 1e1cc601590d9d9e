/**
 * Applies committed entries as store/src/server/applier.ts: one after the other, those that touch many keys slice by slice,
 * with pauses in which others get their turn and nothing of half a command is written; who waits is answered before the state is written, which is done now and then, for many entries at once; only
 * after a change of membership that write is waited for.
 */
import { assert, type Slices } from '@kuorum/base';
import { type ConfState, type Entry } from '@kuorum/store/raft';
import { decodeProposed, type Proposed } from '@kuorum/store/server/simulated';
import type { CrashPoint } from './crash-points.js';
import type { PlantedBug } from './planted-bugs.js';
import type { Applied } from './sim-disk.js';
import type { SimOptions } from './sim-options.js';
import type { Applying, SimState } from './sim-state.js';
import type { StateWriter } from './state-writer.js';

type AppliersPoint = CrashPoint &
  ('beforeApply' | 'betweenSlices' | 'afterApply' | 'afterAnswers' | 'beforeConfChange' | 'afterConfChange');

export interface ApplierHome {
  readonly name: string;
  readonly bug: PlantedBug | undefined;
  readonly state: SimState;
  readonly writer: Pick<StateWriter, 'inFlight'>;
  readonly applied: Applied;
  readonly options: SimOptions;
  random(): number;
  later(delayMs: number, task: () => void): void;
  /** `done` when all that was applied is in the database. When it is there already, nothing is written. */
  whenWritten(done: () => void): void;
  reach(point: AppliersPoint): void;
  /** The entry after `applied` is applied in part: nothing is written before the rest of it has come. */
  hold(): void;
  applyConfChange(data: Uint8Array): ConfState;
  /** The state is that of this entry. `applying` undefined = it was no command. */
  advanceTo(at: Applied, entry: Entry, applying: Applying | undefined): void;
  settle(proposed: Proposed, applying: Applying): void;
}

const PAUSES = 0.05;
const PAUSE_MS_MAX = 3;
/** A timer, or a snapshot, wants the state written just when a command is applied in part. */
const WRITES_MEANWHILE = 0.4;
/** As FLUSHES_IN_FLIGHT, but fewer. */
const FLUSHES_MAX = 3;
/** What was applied is written after so many entries, or so much later. */
const FLUSH_AFTER_ENTRIES = 6;
const FLUSH_AFTER_MS_MAX = 60;

interface Batch {
  readonly entries: readonly Entry[];
  readonly answers: (() => void)[];
  isChange: boolean;
  readonly done: () => void;
  /** How many of `entries` are applied. */
  count: number;
  /** The next one, which is applied in part. */
  begun: Begun | undefined;
}

interface Begun {
  readonly proposed: Proposed;
  readonly slices: Slices<Applying>;
}

export class SimApplier {
  private unflushed = 0;
  private isFlushDue = false;

  constructor(private readonly home: ApplierHome) {}

  apply(entries: readonly Entry[], done: () => void): void {
    const { home } = this;
    home.reach('beforeApply');
    const inOrder = reorder(entries, home.bug);
    this.goOn({ entries: inOrder, answers: [], isChange: false, done, count: 0, begun: undefined });
  }

  private goOn(batch: Batch): void {
    const { home } = this;
    for (let entry = batch.entries[batch.count]; entry !== undefined; entry = batch.entries[batch.count]) {
      if (!this.applyOne(batch, entry)) {
        home.hold();
        if (home.random() < WRITES_MEANWHILE) home.whenWritten(() => undefined);
        home.later(home.random() * (home.options.slices?.pauseMsMax ?? 0), () => this.goOn(batch));
        return;
      }
      batch.count++;
      if (batch.count < batch.entries.length && home.random() < PAUSES) {
        home.later(home.random() * PAUSE_MS_MAX, () => this.goOn(batch));
        return;
      }
    }
    home.reach('afterApply');
    this.end(batch);
  }

  /** False = there is more of it. */
  private applyOne(batch: Batch, entry: Entry): boolean {
    const { home } = this;
    const { index, term } = entry;
    const { index: before } = home.applied;
    let { confState } = home.applied;
    assert(index === before + 1, `member ${home.name} applies ${index} after ${before}`);
    let applying: Applying | undefined;
    if (entry.type === 'confChange') {
      home.reach('beforeConfChange');
      confState = home.applyConfChange(entry.data);
      batch.isChange = true;
      home.reach('afterConfChange');
    } else if (entry.data.length > 0) {
      const begun = (batch.begun ??= this.begin(entry));
      const result = this.takeSlices(begun.slices);
      if (result === undefined) return false;
      batch.begun = undefined;
      applying = result;
      batch.answers.push(() => home.settle(begun.proposed, result));
    }
    this.unflushed++;
    home.advanceTo({ index, term, confState }, entry, applying);
    return true;
  }

  private begin({ data, term }: Entry): Begun {
    const proposed = decodeProposed(data);
    return { proposed, slices: this.home.state.apply(proposed.command, term, this.home.name) };
  }

  /** As many as there is time for; undefined = there are more. */
  private takeSlices(slices: Slices<Applying>): Applying | undefined {
    const { home } = this;
    for (;;) {
      const step = slices.next();
      if (step.done === true) return step.value;
      home.reach('betweenSlices');
      if (home.random() < (home.options.slices?.pauses ?? 0)) return undefined;
    }
  }

  private end({ answers, isChange, done }: Batch): void {
    const { home } = this;
    answers.forEach((answer) => answer());
    home.reach('afterAnswers');
    const isMuch = this.unflushed >= FLUSH_AFTER_ENTRIES;
    if (isChange || isMuch) {
      const mustWait = isChange || home.writer.inFlight >= FLUSHES_MAX;
      this.flush(mustWait ? done : () => undefined);
      if (mustWait) return;
    } else this.flushLater();
    done();
  }

  private flush(done: () => void): void {
    this.unflushed = 0;
    this.home.whenWritten(done);
  }

  private flushLater(): void {
    if (this.isFlushDue) return;
    this.isFlushDue = true;
    this.home.later(this.home.random() * FLUSH_AFTER_MS_MAX, () => {
      this.isFlushDue = false;
      this.flush(() => undefined);
    });
  }
}

/** In the order of the log, unless that is the bug. */
function reorder(entries: readonly Entry[], bug: PlantedBug | undefined): readonly Entry[] {
  const [first, second, ...rest] = entries;
  if (bug !== 'apply-order' || first?.type !== 'normal' || second?.type !== 'normal') return entries;
  return [{ ...second, index: first.index }, { ...first, index: second.index }, ...rest];
}

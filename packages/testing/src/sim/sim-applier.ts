/**
 * Applies committed entries as store/src/server/applier.ts: one after the other, with pauses in which others get their
 * turn; who waits is answered before the state is written, which is done now and then, for many entries at once; only
 * after a change of membership that write is waited for.
 */
import { assert } from '@kuorum/base';
import { type ConfState, type Entry } from '@kuorum/store/raft';
import { decodeProposed, type Proposed } from '@kuorum/store/server/simulated';
import type { PlantedBug } from './planted-bugs.js';
import type { Applied } from './sim-disk.js';
import type { Applying, SimState } from './sim-state.js';
import type { StateWriter } from './state-writer.js';

export interface ApplierHome {
  readonly name: string;
  readonly bug: PlantedBug | undefined;
  readonly state: SimState;
  readonly writer: Pick<StateWriter, 'inFlight'>;
  readonly applied: Applied;
  random(): number;
  later(delayMs: number, task: () => void): void;
  /** `done` when all that was applied is in the database. When it is there already, nothing is written. */
  whenWritten(done: () => void): void;
  reach(point: 'beforeApply' | 'afterApply' | 'afterAnswers' | 'beforeConfChange' | 'afterConfChange'): void;
  applyConfChange(data: Uint8Array): ConfState;
  /** The state is that of this entry. `applying` undefined = it was no command. */
  advanceTo(at: Applied, entry: Entry, applying: Applying | undefined): void;
  settle(proposed: Proposed, applying: Applying): void;
}

const PAUSES = 0.05;
const PAUSE_MS_MAX = 3;
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
}

export class SimApplier {
  private unflushed = 0;
  private isFlushDue = false;

  constructor(private readonly home: ApplierHome) {}

  apply(entries: readonly Entry[], done: () => void): void {
    const { home } = this;
    home.reach('beforeApply');
    const inOrder = reorder(entries, home.bug);
    this.goOn({ entries: inOrder, answers: [], isChange: false, done }, 0);
  }

  private goOn(batch: Batch, from: number): void {
    const { home } = this;
    for (let i = from; i < batch.entries.length; i++) {
      if (i > from && home.random() < PAUSES) {
        home.later(home.random() * PAUSE_MS_MAX, () => this.goOn(batch, i));
        return;
      }
      this.applyOne(batch, batch.entries[i] as Entry);
    }
    home.reach('afterApply');
    this.end(batch);
  }

  private applyOne(batch: Batch, entry: Entry): void {
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
      const proposed = decodeProposed(entry.data);
      const result = home.state.apply(proposed.command, term, home.name);
      applying = result;
      batch.answers.push(() => home.settle(proposed, result));
    }
    this.unflushed++;
    home.advanceTo({ index, term, confState }, entry, applying);
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

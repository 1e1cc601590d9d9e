/**
 * Applies committed entries as store/src/server/applier.ts: one after the other, with pauses in which others get their
 * turn; who waits is answered before the state is written; only after a change of membership that write is waited for.
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
  readonly writer: StateWriter;
  /** How far the last flush was. */
  applied: Applied;
  random(): number;
  later(delayMs: number, task: () => void): void;
  reach(point: 'beforeApply' | 'afterApply' | 'afterAnswers' | 'beforeConfChange' | 'afterConfChange'): void;
  applyConfChange(data: Uint8Array): ConfState;
  /** The state is that of this entry. `applying` undefined = it was no command. */
  entryApplied(entry: Entry, at: Applied, applying: Applying | undefined): void;
  settle(proposed: Proposed, applying: Applying): void;
}

const PAUSES = 0.05;
const PAUSE_MS_MAX = 3;
/** As FLUSHES_IN_FLIGHT, but fewer. */
const FLUSHES_MAX = 3;

interface Batch {
  readonly entries: readonly Entry[];
  readonly answers: (() => void)[];
  at: Applied;
  isChange: boolean;
  readonly done: () => void;
}

export class SimApplier {
  constructor(private readonly home: ApplierHome) {}

  apply(entries: readonly Entry[], done: () => void): void {
    const { home } = this;
    home.reach('beforeApply');
    const inOrder = reorder(entries, home.bug);
    this.goOn({ entries: inOrder, answers: [], at: home.applied, isChange: false, done }, 0);
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
    this.flush(batch);
  }

  private applyOne(batch: Batch, entry: Entry): void {
    const { home } = this;
    const { index, term } = entry;
    assert(index === batch.at.index + 1, `member ${home.name} applies ${index} after ${batch.at.index}`);
    let { confState } = batch.at;
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
    batch.at = { index, term, confState };
    home.entryApplied(entry, batch.at, applying);
  }

  private flush({ at, answers, isChange, done }: Batch): void {
    const { home } = this;
    const before = home.applied;
    home.applied = at;
    const applied = home.bug === 'applied-twice' ? before : at;
    const mustWait = isChange || home.writer.inFlight >= FLUSHES_MAX;
    home.writer.flush({ kind: 'flush', changes: home.state.takeChanges(), applied }, mustWait ? done : undefined);
    answers.forEach((answer) => answer());
    home.reach('afterAnswers');
    if (!mustWait) done();
  }
}

/** In the order of the log, unless that is the bug. */
function reorder(entries: readonly Entry[], bug: PlantedBug | undefined): readonly Entry[] {
  const [first, second, ...rest] = entries;
  if (bug !== 'apply-order' || first?.type !== 'normal' || second?.type !== 'normal') return entries;
  return [{ ...second, index: first.index }, { ...first, index: second.index }, ...rest];
}
